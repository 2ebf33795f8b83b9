"""What is recorded of gateways."""

from belisha.console.audit.events import deed, event

__all__ = ["ADDED", "CODE_MADE", "JOINED", "RENAMED", "TAKEN_OUT"]

ADDED = deed("gateway.added", "added a gateway")
CODE_MADE = deed("gateway.code-made", "made a code with which a machine becomes a gateway")
JOINED = event("gateway.joined", "joined as a gateway")
RENAMED = deed("gateway.renamed", "renamed a gateway")
TAKEN_OUT = deed("gateway.taken-out", "took a gateway out")
