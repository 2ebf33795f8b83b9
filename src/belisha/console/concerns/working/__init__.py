"""Working a concern to its end: board, clocks, tasks, playbooks, thresholds, rota, closing, drills and digests."""
