"""The verbs of posts, a file for each subject: appointing, and standing in."""
