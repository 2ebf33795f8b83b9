"""Safety walks: a leader or governor goes through the school with a list, on a phone or on paper, and signs it."""
