"""What concerns have in common: what rises, who comes back, what is taught because of it; figures without names."""
