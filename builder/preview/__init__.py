"""The preview: every card, front and back, as Anki shows it, on one page that needs neither Anki nor a network."""
