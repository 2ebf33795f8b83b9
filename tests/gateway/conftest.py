"""Devices of the shared town."""

import pytest

from town.device import Device
from town.town import BEN, MAYA, Town


@pytest.fixture
def ben(town: Town) -> Device:
    """A pupil's device that obeys nobody."""
    return Device(town, BEN)


@pytest.fixture
def maya(town: Town) -> Device:
    """A teacher's device that obeys nobody."""
    return Device(town, MAYA)
