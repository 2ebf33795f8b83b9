"""What is decided of files without a database."""
