"""Alerts: what comes in, who sees it, how it ends."""
