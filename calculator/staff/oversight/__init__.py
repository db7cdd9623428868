"""What is counted, kept on record and removed; and who works where."""
