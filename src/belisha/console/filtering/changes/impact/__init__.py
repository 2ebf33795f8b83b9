"""What a change would have done otherwise on last week's real traffic: which sites, for how many, opened and closed."""
