"""The rule book: every figure and condition with its history, to read, to link to and to load."""
