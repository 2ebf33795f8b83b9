"""What an old log says, without a database."""
