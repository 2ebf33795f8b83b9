"""Pages of rosters: imports, previews, the feed, and the door for files that are sent."""
