"""The verbs of the pages for parents. A file for each subject."""
