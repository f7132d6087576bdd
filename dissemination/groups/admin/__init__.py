"""The organiser's pages of groups."""
