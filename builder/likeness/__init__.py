"""Telling that a card, or a blank of it, is a reworded older one; and when that cannot be told."""
