"""What is decided of work on concerns without a database."""
