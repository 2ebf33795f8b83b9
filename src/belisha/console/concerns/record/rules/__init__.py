"""What is decided of the record of concerns without a database."""
