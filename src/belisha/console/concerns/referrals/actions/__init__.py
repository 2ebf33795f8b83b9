"""The verbs of referrals, a file for each subject."""
