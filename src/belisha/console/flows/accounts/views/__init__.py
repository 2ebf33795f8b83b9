"""Pages of accounts that need the register, a file for each subject."""
