"""The questions about consents. A file for each subject."""
