"""The verbs of accounts, a file for each subject. Each checks its right, writes in one transaction and is on record."""
