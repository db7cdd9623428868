"""Reports of figures that somebody found wrong: taken in, looked at, settled, made into cases."""
