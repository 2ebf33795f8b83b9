"""Belisha."""
