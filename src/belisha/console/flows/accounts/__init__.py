"""Accounts as the register knows their owners: by class and year, on the roll or not, taught by whom."""

from belisha.console.flows.accounts import duties, needs, nightly

__all__ = ["duties", "needs", "nightly"]
