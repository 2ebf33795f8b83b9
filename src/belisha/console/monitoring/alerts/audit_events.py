"""What is recorded of alerts: never about whom they are."""

from belisha.console.audit.events import deed

__all__ = ["ACKNOWLEDGED", "CONCERN", "DISMISSED", "NOTED", "REOPENED", "TOLD_BY_HAND", "WROTE"]

ACKNOWLEDGED = deed("alerts.acknowledged", "acknowledged an alert")
NOTED = deed("alerts.noted", "dealt with an alert and noted it")
DISMISSED = deed("alerts.dismissed", "dismissed an alert")
CONCERN = deed("alerts.concern", "made an alert a concern")
REOPENED = deed("alerts.reopened", "opened an alert again")
WROTE = deed("alerts.wrote", "wrote a note on an alert")
TOLD_BY_HAND = deed("alerts.told-by-hand", "told the safeguarding lead of misuse")
