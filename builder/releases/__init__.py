"""What was published before: where it comes from, what changed since, and the lock made again from it."""
