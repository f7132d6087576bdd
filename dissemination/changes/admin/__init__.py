"""Pages about changes in the workspace."""
