"""What holds for user names, passwords, first passwords and pictures: pure, no database."""
