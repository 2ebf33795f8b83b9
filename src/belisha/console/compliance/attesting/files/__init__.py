"""Files of confirmations."""
