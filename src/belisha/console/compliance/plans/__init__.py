"""Plans for duties that are not kept: something to do, by whom and until when; or a risk that somebody bears."""
