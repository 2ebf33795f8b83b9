"""Pages of posts, a file for each subject."""
