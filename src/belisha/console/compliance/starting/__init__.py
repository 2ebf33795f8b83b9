"""The way of a new school from nothing to a policy that is adopted, enforced and shown, asked of live data."""
