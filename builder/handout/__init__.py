"""The web handout: one self-contained HTML file, and how to read it back."""
