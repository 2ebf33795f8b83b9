"""The verbs of consents. A file for each subject."""
