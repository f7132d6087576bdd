"""SQLite for a server with many threads."""
