"""A small internet on this machine for tests: origins under invented names, a school, its gateway."""
