"""Questions about signatures, a file for each subject."""
