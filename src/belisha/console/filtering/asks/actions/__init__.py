"""What is done about asks, reports, failures and openings. A file for each subject."""
