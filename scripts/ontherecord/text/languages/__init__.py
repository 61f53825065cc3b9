"""What each language is written with: a module a language, and the one list of them in `known`."""
