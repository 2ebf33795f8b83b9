"""Reviews and meetings that people sign: what was found is kept beside what was said. Kinds are data (kinds.yaml)."""
