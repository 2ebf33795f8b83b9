"""The questions about concerns. Whatever a page shows, counts, searches or exports begins at `visible`."""
