"""The published policy: canonical JSON, the same bytes for the same policy, read in milliseconds."""

from __future__ import annotations

import msgspec

from belisha.engine.policy.model import Fault, Policy, PolicyError

_DECODER = msgspec.json.Decoder(Policy)
_ENCODER = msgspec.json.Encoder(order="deterministic")


def dump(policy: Policy) -> bytes:
    """The policy as it is published."""
    return _ENCODER.encode(policy)


def load(content: bytes) -> Policy:
    """Read a published policy. Raises PolicyError when it is not one."""
    try:
        return _DECODER.decode(content)
    except (msgspec.DecodeError, ValueError) as error:
        raise PolicyError([Fault(0, "published policy", str(error))]) from error
