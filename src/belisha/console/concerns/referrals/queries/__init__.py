"""The questions about referrals."""
