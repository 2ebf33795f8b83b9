"""The questions of the register, a file for each subject."""
