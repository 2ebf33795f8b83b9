"""The pages of asks, openings, reports and failures. A file for each subject."""
