"""Questions about changes of the filter. A file for each subject."""
