"""How long signatures and answers are kept, and their deletion when somebody has looked at what is due."""
