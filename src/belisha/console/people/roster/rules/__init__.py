"""Pure rules of rosters: a roster against the register, what is harmless, when a feed is late. No database."""
