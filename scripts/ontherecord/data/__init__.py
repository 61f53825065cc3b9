"""What editors write, and the line of every mistake in it."""
