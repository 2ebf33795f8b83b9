"""The questions about the pages for parents. A file for each subject."""
