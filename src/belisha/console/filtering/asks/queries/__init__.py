"""Questions about asks, reports, failures and openings. A file for each subject."""

from belisha.console.filtering.asks.queries.openings import openings_on

__all__ = ["openings_on"]
