"""Getting in: passwords, second factors, and what is carried past the sign-in."""
