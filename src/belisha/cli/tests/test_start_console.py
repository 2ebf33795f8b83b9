"""What the console's part of a start does again each day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import time_machine

from belisha.cli.start_console import renew_certificate
from belisha.console.config.installation import Console
from belisha.console.config.serving import certificate_files
from belisha.gateway.authority import days_left
from belisha.gateway.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path

OTHERS_COME = Console(listen="0.0.0.0", public_url="https://safety.oakfield.example:8070")


def test_a_certificate_is_made_anew_before_it_ends_without_a_start(tmp_path: Path) -> None:
    settings, said = read_settings(tmp_path), list[str]()
    assert renew_certificate(settings, OTHERS_COME, said.append)
    assert not renew_certificate(settings, OTHERS_COME, said.append)
    certificate, _key = certificate_files(OTHERS_COME, tmp_path)
    soon_over = datetime.now(UTC) + timedelta(days=360)
    with time_machine.travel(soon_over):
        assert days_left(certificate, soon_over) < 60
        assert renew_certificate(settings, OTHERS_COME, said.append)
        assert days_left(certificate, soon_over) > 300
    assert len(said) == 2


def test_a_console_for_this_machine_alone_or_with_a_certificate_of_its_own_is_left_alone(tmp_path: Path) -> None:
    settings = read_settings(tmp_path)
    own = Console(listen="0.0.0.0", public_url="https://a.example", certificate="/c.pem", certificate_key="/k.pem")
    assert not renew_certificate(settings, Console(), print)
    assert not renew_certificate(settings, own, print)
    assert not (tmp_path / "ca").exists()
