"""Looks at internet use: each with a purpose, each on record."""
