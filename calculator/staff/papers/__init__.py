"""What is printed of a case, and the seal that proves it."""
