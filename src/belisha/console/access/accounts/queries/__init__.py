"""Questions about accounts: the rules that hold, who waits to be opened, names, cards, services, who is where."""
