"""Pages of consents. A file for each subject."""
