"""For other sites: the form in a frame, and links that open it with answers filled in."""
