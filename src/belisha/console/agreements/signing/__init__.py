"""Signing agreements, by oneself, class by class, at the desk or on paper; who declined; who is chased."""
