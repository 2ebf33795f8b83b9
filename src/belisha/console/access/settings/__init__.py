"""Settings: declared in code by any app, set by the federation or a school, inherited, locked, undone."""
