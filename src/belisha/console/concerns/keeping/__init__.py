"""How long concerns are kept, and who decides what becomes of them then. The same file set as every app."""
