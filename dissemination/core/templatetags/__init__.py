"""The words that templates use."""
