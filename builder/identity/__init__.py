"""Who each card is: ids, GUIDs, names of decks, digests, and the lines of the lock."""
