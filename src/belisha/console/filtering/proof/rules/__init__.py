"""What is tested, what should come of it, and how old a proof may be: no database."""
