"""How this product speaks: what Django says and how it writes moments, in our own words."""
