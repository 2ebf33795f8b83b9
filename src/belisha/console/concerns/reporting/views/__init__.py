"""The pages of reporting. A file for each subject."""
