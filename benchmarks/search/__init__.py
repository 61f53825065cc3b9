"""The search of this project and Material's built-in one, measured on the same pages: see __main__.py."""
