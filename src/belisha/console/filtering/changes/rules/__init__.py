"""What is decided about changes without a database: steps, risk, edits, rights. A file for each subject."""
