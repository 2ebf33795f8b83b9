"""What the addresses of pages of monitoring take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from belisha.console.access.acting import By
from belisha.console.monitoring.alerts.actions.ending import note
from belisha.console.monitoring.models import Alert
from belisha.console.monitoring.tests import made

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

SYSTEM = By(None, system="tests")


def an_alert(school: School, _member: User) -> dict[str, Any]:
    return {"number": made.an_alert(school).pk}


def an_ended_alert(school: School, _member: User) -> dict[str, Any]:
    found = made.an_alert(school)
    note(by=SYSTEM, alert=Alert.objects.get(pk=found.pk), reason="A song")
    return {"number": found.pk}


MONITORING = {
    "alert": an_alert,
    "alert-hour": an_alert,
    "alert-acknowledge": an_alert,
    "alert-note": an_alert,
    "alert-write": an_alert,
    "alert-dismiss": an_alert,
    "alert-reopen": an_ended_alert,
    "alert-concern": an_alert,
}
