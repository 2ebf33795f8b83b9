"""Pages for parents, and the school's programme for them. A file for each subject."""
