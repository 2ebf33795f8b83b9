"""What happens to the policy outside of a change. What a change does is on record with the change."""

from belisha.console.audit.events import event

ADOPTED = event("filter.policy-adopted", "was taken over from the policy that was in force")
ADOPTED_ANEW = event("filter.policy-adopted-anew", "was replaced by a policy from a file")
