"""For programs: data files, citations and search records."""
