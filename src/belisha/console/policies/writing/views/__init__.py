"""The pages: reading versions, writing one, laying two side by side."""
