"""What signing in puts on record. Each title goes on from the name of the person that it is about."""

from __future__ import annotations

from belisha.console.audit.events import event

__all__: list[str] = []

SIGNED_IN = event("sign-in.signed-in", "signed in")
FAILED = event("sign-in.failed", "was tried for in a sign-in that failed")
HELD_OFF = event("sign-in.held-off", "had too many wrong tries: no more are let through for a while")
UNKNOWN = event("sign-in.unknown", "was asked to let in somebody whom it does not know")
ADDRESS_HELD_OFF = event("sign-in.address-held-off", "lets nobody in from an address for a while, after wrong tries")
SIGNED_OUT = event("sign-in.signed-out", "signed out")
LOCKED = event("sign-in.locked", "did nothing for a while: the session locked")
UNLOCKED = event("sign-in.unlocked", "unlocked their session")
LEFT = event("sign-in.left", "left a session without signing out: it ended")
NOT_ME = event("sign-in.not-me", "had left a session open: somebody else found it and ended it")
ENDED = event("sign-in.ended", "had sessions ended")
CONFIRMED = event("sign-in.confirmed", "confirmed who they are")
PASSWORD_CHANGED = event("sign-in.password-changed", "changed their own password")
PASSWORD_RESET = event("sign-in.password-reset", "set a new password by the link in an e-mail")
RESET_ASKED = event("sign-in.reset-asked", "was sent a link to set a new password")
FACTOR_ADDED = event("sign-in.factor-added", "added a second factor")
FACTOR_RENAMED = event("sign-in.factor-renamed", "renamed a passkey")
FACTOR_REMOVED = event("sign-in.factor-removed", "removed a second factor")
RECOVERY_MADE = event("sign-in.recovery-made", "made new recovery codes")
RECOVERY_KEPT = event("sign-in.recovery-kept", "has written down the recovery codes")
RECOVERY_USED = event("sign-in.recovery-used", "used a recovery code")
FACTOR_RESET_ASKED = event("sign-in.factor-reset-asked", "is to have their second factor taken off: a request")
FACTOR_RESET = event("sign-in.factor-reset", "had their second factor taken off, as two people agreed")
FACTOR_RESET_REFUSED = event("sign-in.factor-reset-refused", "keeps their second factor: the request was refused")
LINKED = event("sign-in.linked", "linked their account with a sign-in elsewhere")
FLAGGED = event("sign-in.flagged", "has a sign-in that somebody must look at")
FLAG_CLEARED = event("sign-in.flag-cleared", "had a flagged sign-in looked at")
STAND_IN_ASKED = event("sign-in.stand-in-asked", "is to be stood in for: a request")
STAND_IN_ANSWERED = event("sign-in.stand-in-answered", "is to be stood in for: an answer to the request")
STAND_IN_BEGAN = event("sign-in.stand-in-began", "is being stood in for")
STAND_IN_DID = event("sign-in.stand-in-did", "was stood in for: a page was opened")
STAND_IN_ENDED = event("sign-in.stand-in-ended", "is no longer stood in for")
STAND_IN_SEEN = event("sign-in.stand-in-seen", "has read that somebody stood in for them")
