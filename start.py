"""Set up, serve, test and check Onward."""
