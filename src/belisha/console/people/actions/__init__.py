"""The verbs of the register, a file for each subject."""
