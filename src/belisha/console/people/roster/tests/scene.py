"""What happens to a feed in tests: files are laid into its folder, or sent through its door."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from belisha.console.people.roster.feeding import folder_of, take_feeds
from belisha.console.people.roster.tests.samples import ONEROSTER_11, packed

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from belisha.console.access.models import School


def lay(school: School, name: str, data: bytes | str) -> Path:
    folder = folder_of(school)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def taken() -> str:
    """Two looks: a file counts as whole when it is the same at both."""
    now = timezone.now()
    return take_feeds(now - timedelta(minutes=1)) + take_feeds(now)


def send(client: Client, school: School, key: str, *, how: str = "put", **more: Any) -> Any:
    address = reverse("roster-door", args=[school.code]) + "?name=export.zip"
    headers = {"HTTP_AUTHORIZATION": f"Bearer {key}", "REMOTE_ADDR": "203.0.113.9"} | more
    return getattr(client, how)(address, packed(dict(ONEROSTER_11)), content_type="application/zip", **headers)
