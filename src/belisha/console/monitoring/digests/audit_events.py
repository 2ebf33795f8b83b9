"""What is recorded of the weekly digest and the daily page."""

from belisha.console.audit.events import deed

__all__ = ["DAY_SEEN", "DIGEST_SIGNED"]

DIGEST_SIGNED = deed("alerts.digest-signed", "signed the weekly digest of alerts")
DAY_SEEN = deed("monitoring.day-seen", "looked at the daily page of filter and monitoring")
