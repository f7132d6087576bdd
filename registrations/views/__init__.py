"""What delegates and the desk see."""
