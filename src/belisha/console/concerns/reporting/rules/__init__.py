"""What is decided of reports without a database."""
