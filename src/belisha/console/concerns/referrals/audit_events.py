"""What the record says of referrals (in the chain of concerns) and of the directory (in the school's)."""

from belisha.console.audit.events import event

ANSWERED = event("referrals.answered", "had a question about whom to tell answered")
BEGUN = event("referrals.begun", "is to be passed on")
CHOSEN = event("referrals.chosen", "had it chosen what is passed on")
MADE = event("referrals.made", "was passed on")
CONFIRMED = event("referrals.confirmed", "was passed on, and it arrived")
CHASED = event("referrals.chased", "was passed on, and was asked after")
ENDED = event("referrals.ended", "was passed on, and was answered")
NOT_MADE = event("referrals.not-made", "is not passed on")
SHEET = event("referrals.sheet", "was put onto a sheet to be passed on")
CONTACT_ADDED = event("contacts.added", "was entered among the safeguarding contacts")
CONTACT_CHANGED = event("contacts.changed", "was changed among the safeguarding contacts")
CONTACT_CHECKED = event("contacts.checked", "was found right among the safeguarding contacts")
CONTACT_ENDED = event("contacts.ended", "was taken off the safeguarding contacts")
