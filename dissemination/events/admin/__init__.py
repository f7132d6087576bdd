"""The workspace's pages about organisations, projects, venues and events."""
