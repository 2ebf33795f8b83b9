"""How each duty of each school stands, and how it stood before."""
