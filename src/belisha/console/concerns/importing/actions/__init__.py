"""The verbs of imports of old logs."""
