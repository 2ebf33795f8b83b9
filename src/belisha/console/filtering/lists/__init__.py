"""Sources of lists, what changed in them, and corrections of the school."""
