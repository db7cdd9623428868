"""SQLite for many writers at once."""
