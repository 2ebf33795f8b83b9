"""Belisha: online safety for schools."""
