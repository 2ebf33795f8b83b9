"""Files kept with a concern: scanned, encrypted, hashed, shown under a name; none where words alone count."""
