"""What the proof of the filter puts on record. Each title goes on from what it is about."""

from __future__ import annotations

from belisha.console.audit.events import event

ASKED = event("filter-proof.asked", "was asked for a test of its filter")
ALARM = event("filter-proof.alarm", "let through in a test what should be blocked")
ACCOUNTS_MADE = event("filter-proof.accounts-made", "got accounts that test the filter")
ADDRESSES_SET = event("filter-proof.addresses-set", "had the addresses changed that its filter is tested with")
SIGNED = event("filter-proof.signed", "had the check of its filter signed")
TESTED_BY_HAND = event("filter-proof.tested-by-hand", "had its filter tested by hand")
LOOKED_WHY = event("filter-proof.looked-why", "was asked why the filter decided as it did")
LOOKED_UP = event("filter-proof.looked-up", "had one blocked request looked up by the code on its page")
DISAGREED = event("filter-proof.disagreed", "had requests that gateway and console judge differently")
