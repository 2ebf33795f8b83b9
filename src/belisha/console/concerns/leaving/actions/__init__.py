"""The verbs of leaving: handing a file over, and taking one in."""
