"""Pages of signing, a file for each subject."""
