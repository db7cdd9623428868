"""The regions: who goes where, how many places there are, and what is known of each."""
