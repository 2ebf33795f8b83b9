"""The verbs of signing, a file for each subject."""
