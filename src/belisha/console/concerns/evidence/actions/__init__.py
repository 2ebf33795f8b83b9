"""The verbs of files, a file for each subject."""
