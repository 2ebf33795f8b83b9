"""The shape of a duty, the catalogue of all of them, and the registry by which apps prove them."""
