"""The pages of signing in, a file for each subject."""
