"""The pages of the register, a file for each subject."""
