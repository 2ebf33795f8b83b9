"""What is recorded of a version on its way, and of reviews."""

from belisha.console.audit.events import deed, event

__all__ = [
    "APPROVED",
    "CAUSED",
    "CHANGE_MINUTED",
    "DECIDED",
    "LEADERS_SAID",
    "OUTCOME",
    "PUBLISHED",
    "RESPONDED",
    "ROUND_CLOSED",
    "ROUND_OPENED",
    "SENT_BACK",
    "SIGNED",
    "SILENCE",
    "SUPERSEDED",
    "TAKEN_BACK",
    "TECHNICAL_SAID",
]

ROUND_OPENED = deed("policy.round-opened", "opened a consultation on a policy")
ROUND_CLOSED = deed("policy.round-closed", "closed a consultation on a policy")
RESPONDED = deed("policy.responded", "answered a consultation on a policy")
SILENCE = deed("policy.silence", "noted why a group did not answer a consultation")
OUTCOME = deed("policy.outcome", "noted what came of a consultation")
TECHNICAL_SAID = deed("policy.technical", "gave a technical comment on a policy")
LEADERS_SAID = deed("policy.leaders", "passed a policy on to the governors")
SENT_BACK = deed("policy.sent-back", "sent a policy back for the governors")
APPROVED = deed("policy.approved", "entered the governors' approval of a policy")
SIGNED = deed("policy.signed", "signed a policy")
TAKEN_BACK = deed("policy.taken-back", "took an approved policy back before it was signed")
PUBLISHED = event("policy.published", "came into force")
SUPERSEDED = event("policy.superseded", "was replaced by a newer version")
CAUSED = deed("policy.caused", "said why a policy may need an early review")
DECIDED = deed("policy.decided", "decided about an early review of a policy")
CHANGE_MINUTED = deed("policy.change-minuted", "minuted a change since a policy was adopted")
