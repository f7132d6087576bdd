"""The delegates of one event in the workspace."""
