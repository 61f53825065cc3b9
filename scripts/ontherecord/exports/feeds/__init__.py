"""Feeds: new transcripts and corrections, of the archive, of each topic and of each name."""
