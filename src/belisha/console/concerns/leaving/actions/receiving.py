"""Taking in the file of a child from the school before: looked at, then taken in whole or not at all."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pyrage import x25519

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in.sealing import SealError, opened, sealed
from belisha.console.concerns.actions.finding import index
from belisha.console.concerns.actions.reporting import NewSubject, new_reference, put_in
from belisha.console.concerns.actions.writing import write
from belisha.console.concerns.evidence import store
from belisha.console.concerns.evidence.actions.keeping import put
from belisha.console.concerns.evidence.rules.names import clean_name
from belisha.console.concerns.evidence.rules.refusing import RefusedError
from belisha.console.concerns.hooks import concern_reported
from belisha.console.concerns.leaving import audit_events
from belisha.console.concerns.leaving.carrying import details_of, facts_of, kind_of, words_of
from belisha.console.concerns.leaving.queries import candidates, key_of
from belisha.console.concerns.leaving.reading import LARGEST, Opened, is_locked, opened_with, read_package
from belisha.console.concerns.models import Concern, Entry, EvidenceFile, ReceivedFile, ReceivingKey, Subject
from belisha.console.concerns.working.actions.starting import start

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.concerns.leaving.rules import Case
    from belisha.console.people.models import Person

__all__ = ["hold", "make_key", "opened_file", "take_in"]


def make_key(*, by: By, school: School) -> ReceivingKey:
    """The key for files that come to a school, made once. Raises NotAllowedError."""
    by = by.may(Permission.WORK_CONCERNS, school)
    with transaction.atomic():
        if made := key_of(school):
            return made
        identity = x25519.Identity.generate()
        row = ReceivingKey.objects.create(
            school=school, public=str(identity.to_public()), sealed=sealed(str(identity)), made_at=timezone.now(),
            made_by=by.user,
        )  # fmt: skip
        by.did(audit_events.KEY_MADE, to=row, at=row)
    return row


def hold(*, by: By, school: School, upload: UploadedFile[bytes]) -> ReceivedFile:
    """Check a file that came and keep it, encrypted, to be looked at. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.WORK_CONCERNS, school)
    if (upload.size or 0) > LARGEST:
        raise ValidationError({"file": _("This file is larger than %(most)s MB.") % {"most": LARGEST >> 20}})
    content = upload.read(LARGEST + 1)
    try:
        content = _unlocked(school, content)
        found = read_package(content)
    except RefusedError as error:
        raise ValidationError({"file": str(error)}) from error
    if ReceivedFile.objects.filter(school=school, sha256=found.sha256, taken_in_at__isnull=False).exists():
        raise ValidationError({"file": _("This very file was taken in already.")})
    key = secrets.token_hex(16)
    try:
        locked = store.write(key, content)
    except OSError as error:
        raise ValidationError(_("The file could not be kept: the disk refuses it. Tell a technician.")) from error
    with transaction.atomic():
        row = ReceivedFile.objects.create(
            key=key, school=school, from_school=found.package.school, sha256=found.sha256, locked_key=locked.key,
            lock=locked.lock, came_at=timezone.now(), by=by.user,
        )  # fmt: skip
        by.did(audit_events.LOOKED_AT, to=row, at=row, after={"sha256": found.sha256})
    return row


def _unlocked(school: School, content: bytes) -> bytes:
    """Raises RefusedError."""
    if not is_locked(content):
        return content
    key = key_of(school)
    if key is None:
        raise RefusedError(_("This school has no key yet: make it on this page, and have the file sent again."))
    try:
        return opened_with(opened(key.sealed), content)
    except SealError as error:
        raise RefusedError(_("The key of this school cannot be opened. Tell a technician.")) from error


def opened_file(row: ReceivedFile) -> Opened:
    """What waits to be taken in. Raises ValidationError once it is gone: after two days, or taken in."""
    try:
        return read_package(store.read(row.key, store.Locked(row.locked_key, row.lock)))
    except (store.StoreError, RefusedError) as error:
        raise ValidationError(_("This file is kept for two days only. Upload it again.")) from error


def take_in(*, by: By, row: ReceivedFile, number: int) -> None:
    """Take a file in for a pupil: all of its concerns, or nothing. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.WORK_CONCERNS, row.school)
    found = opened_file(row)
    child = next((one for one in candidates(by, row.school, found.package.child) if one.pk == number), None)
    if child is None:
        raise ValidationError({"child": _("Choose the child on the register whose file it is.")})
    with transaction.atomic():
        held = ReceivedFile.objects.select_for_update().select_related("school").get(pk=row.pk)
        if held.taken_in_at is not None or (by.user and held.by_id != by.user.pk):
            raise NotAllowedError(_("This file is taken in already, or somebody else looks at it."))
        same = ReceivedFile.objects.filter(school=held.school, sha256=held.sha256, taken_in_at__isnull=False)
        if same.exists():
            raise ValidationError(_("This very file was taken in already."))
        known = _known(held, child)
        for case in found.package.concerns:
            if case.reference not in known:
                _begin(by, held, child, case, found)
        # without its key nothing on the disk can be opened; the bytes go with the next clearing
        held.child, held.taken_in_at, held.locked_key = child, timezone.now(), ""
        held.save()
        after = {"child": child.pk, "concerns": len(held.references), "entries": held.entries, "files": held.files}
        by.did(audit_events.TAKEN_IN, to=held, at=held, after=after)


def _known(row: ReceivedFile, child: Person) -> set[str]:
    """What came of this child from that school before, by its reference there."""
    earlier = ReceivedFile.objects.filter(school=row.school, child=child, from_school=row.from_school)
    return {reference for each in earlier for reference in each.references}


def _begin(by: By, row: ReceivedFile, child: Person, case: Case, found: Opened) -> None:
    concern = Concern.objects.create(
        school=row.school, reference=new_reference(), origin=Concern.Origin.TRANSFER, **facts_of(case)
    )
    now = timezone.now()
    role = next((who.role for who in case.people if who.child), Subject.Role.INVOLVED)
    put_in(by, concern, NewSubject(_role(role), child), now)
    for who in case.people:
        if not who.child:
            name = who.name.strip()[:160] or _("Somebody at %(school)s, not named") % {"school": row.from_school[:120]}
            put_in(by, concern, NewSubject(_role(who.role), name=name), now)
    _write(by, row, concern, case)
    _keep(by, row, concern, case, found)
    row.references.append(case.reference)
    index(concern)
    if concern.route != Concern.Route.TEAM and concern.closed_at is None:
        concern_reported(concern)  # whoever takes it in may not see it from now on: those who answer for it are told
    else:
        start(concern)  # its clock; the team has just taken it in itself and needs no letter for each


def _role(role: str) -> str:
    return role if role in Subject.Role.values else Subject.Role.INVOLVED


def _write(by: By, row: ReceivedFile, concern: Concern, case: Case) -> None:
    by_seal: dict[str, Entry] = {}
    for number, item in enumerate(case.entries, 1):
        by_seal[item.seal] = write(
            by, concern, kind_of(item), words_of(item), details=details_of(item, number, case, row.from_school),
            about=item.about or item.at, corrects=by_seal.get(item.corrects), reason=item.reason,
        )  # fmt: skip
        row.entries += 1
    if case.missing:
        words = _("Files that did not come with it:")
        write(by, concern, Entry.Kind.NOTE, "\n".join([words, *case.missing]))


def _keep(by: By, row: ReceivedFile, concern: Concern, case: Case, found: Opened) -> None:
    refused = []
    for held in case.files:
        shows = held.shows if held.shows in EvidenceFile.Shows.values else EvidenceFile.Shows.OTHER
        upload = SimpleUploadedFile(clean_name(held.name), found.files[held.path])
        about = _("From %(school)s") % {"school": row.from_school}
        try:
            put(by=by, concern=concern, upload=upload, shows=shows, about=about)
            row.files += 1
        except ValidationError as error:
            refused.append(f"{clean_name(held.name)}: {' '.join(error.messages)}")
    if refused:
        row.refused += len(refused)
        write(by, concern, Entry.Kind.NOTE, "\n".join([_("Files that could not be kept:"), *refused]))
