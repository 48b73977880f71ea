"""Parts put together, by pikepdf: sheets, furniture, metadata."""
