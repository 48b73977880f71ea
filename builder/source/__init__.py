"""From files to documents: finding and reading sources, and the parser of the format."""
