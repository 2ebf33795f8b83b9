"""Federations and schools: adding, changing, comparing them; the very first one of an empty console."""
