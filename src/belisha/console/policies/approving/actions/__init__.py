"""The verbs, by who does them."""
