"""The verbs of concerns, a file for each subject."""
