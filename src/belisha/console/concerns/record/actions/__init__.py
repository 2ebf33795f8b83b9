"""The verbs of the record of concerns, a file for each subject."""
