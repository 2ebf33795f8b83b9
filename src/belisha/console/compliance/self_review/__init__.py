"""Self-review by the aspects of 360 degree safe: evidence from duties, a suggested level, the chosen one."""
