"""Files of families: received, looked at, worked out in the background."""
