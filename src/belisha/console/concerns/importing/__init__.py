"""Old incident logs of other tools, taken over from a CSV file: looked at first, then all or nothing."""
