"""From a worry to its end: concerns, who may see each, what was done, and what was learned."""
