"""No log holds what lets somebody in."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings

from belisha.console.config.installation import Console
from belisha.console.config.logs import without_keys
from belisha.console.config.serving import options

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CARD = "/schools/oakfield/class-sign-in/card/Zx81-token/"


def test_a_request_that_went_wrong_is_logged_without_the_token_of_its_card(caplog: pytest.LogCaptureFixture) -> None:
    for name in settings.LOGGING["loggers"]:
        logging.getLogger(name).warning("Internal Server Error: %s", CARD)
    assert caplog.messages == ["Internal Server Error: /schools/oakfield/class-sign-in/card/(left out)/"] * 4


def test_a_link_to_a_new_password_is_left_out_as_well() -> None:
    assert without_keys("Not Found: /account/password/reset/key/3-abc123/") == (
        "Not Found: /account/password/reset/key/(left out)/"
    )
    assert without_keys("Not Found: /schools/oakfield/") == "Not Found: /schools/oakfield/"


def test_no_list_of_requests_is_kept(tmp_path: Path) -> None:
    assert "accesslog" not in options(Console(), tmp_path)
