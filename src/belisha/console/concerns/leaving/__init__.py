"""A child's file goes to the next school, and comes from the one before. The same file set as every app."""
