"""Cases: opened, checked against papers, decided, found."""
