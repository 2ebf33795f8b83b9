"""The pages of referrals, a file for each subject."""
