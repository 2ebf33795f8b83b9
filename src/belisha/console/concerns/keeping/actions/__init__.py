"""The verbs of keeping records, a file for each subject."""
