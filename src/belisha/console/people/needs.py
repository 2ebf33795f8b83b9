"""What of the register needs somebody now."""
