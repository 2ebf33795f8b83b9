"""What is decided of concerns without a database."""
