"""A file as people have it to the text of a transcript: a module a format, bytes in, text out."""
