"""Pages of changes. A file for each subject."""
