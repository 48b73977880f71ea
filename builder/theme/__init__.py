"""One set of design tokens, and the styles and templates of the three media."""
