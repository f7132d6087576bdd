"""Who may see which address: the world, the people in it, and the expectations (see test_matrix.py)."""
