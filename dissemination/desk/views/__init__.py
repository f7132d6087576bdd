"""What the desk sees."""
