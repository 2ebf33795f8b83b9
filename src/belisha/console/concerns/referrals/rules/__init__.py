"""What is decided of referrals without a database."""
