"""What the calculator does not know, and reports of figures that are wrong."""
