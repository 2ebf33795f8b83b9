"""What is recorded of the shelf."""

from belisha.console.audit.events import deed

__all__ = ["BROUGHT", "CORRECTED", "KEPT", "SHELVED"]

SHELVED = deed("policy.shelved", "put an edition of a policy on the shelf")
KEPT = deed("policy.kept", "said who keeps a policy and when it is reviewed")
BROUGHT = deed("policy.brought", "brought a policy that the school had before")
CORRECTED = deed("policy.sentence", "said what a sentence of a brought policy promises")
