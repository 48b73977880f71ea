"""The Anki package: note types, the fields of each note, the collection inside, and reading it back."""
