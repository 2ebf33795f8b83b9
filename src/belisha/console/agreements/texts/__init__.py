"""The texts of agreements in forms that each person can read; issuing them; who is asked for which, and how often."""
