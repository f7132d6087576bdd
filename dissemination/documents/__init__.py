"""What leaves on paper or as a file: plain values in, bytes out, no Django and no database."""
