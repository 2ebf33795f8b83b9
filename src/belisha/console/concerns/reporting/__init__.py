"""How a concern comes in: reports of staff, parents and visitors, whistleblowing, and where help is found."""
