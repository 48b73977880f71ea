"""HTML made ready for layout: what its grammar, or WeasyPrint, cannot say."""
