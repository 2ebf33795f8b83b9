"""What is decided about the policy without a database."""
