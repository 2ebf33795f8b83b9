"""What signing puts on record."""

from __future__ import annotations

from belisha.console.audit.events import event

SIGNED = event("agreements.signed", "signed an agreement")
WITHDRAWN = event("agreements.withdrawn", "withdrew a signature")
DECLINED = event("agreements.declined", "declined an agreement")
TALKED = event("agreements.talked", "talked with somebody who declined an agreement")
DECLINE_ENDED = event("agreements.decline-ended", "took back that somebody declined")
LINKED = event("agreements.linked", "made a link for signing")
SITTING_OPENED = event("agreements.sitting-opened", "opened a device for others to sign")
SITTING_ENDED = event("agreements.sitting-ended", "closed a device on which others signed")
EXPLAINED = event("agreements.explained", "told a class what follows if rules are broken")
REMINDED = event("agreements.reminded", "reminded those who have not signed")
RESTRICTED = event("agreements.restricted", "restricted the internet of somebody who has not signed")
RELEASED = event("agreements.released", "lifted the restriction: everything is signed")
SCAN_SEEN = event("agreements.scan-seen", "looked at a signature on paper")
BROKEN = event("agreements.broken", "found signatures that are not whole")
