"""One device cannot bury what others wrote, and is heard again later."""

from __future__ import annotations

from belisha.gateway.portal import limit as limits
from belisha.gateway.portal.limit import MOST, SECONDS, Limit


def test_a_device_may_send_so_many_and_another_is_not_held_back():
    limit = Limit()
    assert all(limit.allows("10.0.0.1") for _ in range(MOST))
    assert not limit.allows("10.0.0.1")
    assert limit.allows("10.0.0.2")


def test_after_a_while_it_is_heard_again(monkeypatch):
    now = 1000.0
    monkeypatch.setattr(limits, "monotonic", lambda: now)
    limit = Limit()
    for _ in range(MOST):
        limit.allows("10.0.0.1")
    now += SECONDS - 1
    assert not limit.allows("10.0.0.1")
    now += 2
    assert limit.allows("10.0.0.1")


def test_it_remembers_a_bounded_number_of_devices(monkeypatch):
    monkeypatch.setattr(limits, "MOST_ADDRESSES", 100)
    limit = Limit()
    for number in range(1000):
        limit.allows(f"device {number}")
    assert len(limit._sent) <= 101
