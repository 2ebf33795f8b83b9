"""The verbs of reporting: drafts, sending, open forms, telling, the directory of help."""
