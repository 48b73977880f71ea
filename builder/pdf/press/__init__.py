"""WeasyPrint, set to work: leaves of text as parts of a tagged PDF."""
