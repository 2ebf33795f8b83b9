"""What is in force: profiles and who has them, categories, site rules."""
