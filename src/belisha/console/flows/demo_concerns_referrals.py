"""What the sample passes on: the contacts of an area that does not exist, a few referrals, two pieces of evidence."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from belisha.console.access.acting import By
from belisha.console.access.models import Post
from belisha.console.access.roles import Role
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.evidence.actions.keeping import put
from belisha.console.concerns.models import Concern, Referral, Subject
from belisha.console.concerns.referrals.actions.answering import answer, begin
from belisha.console.concerns.referrals.actions.directory import add_contact
from belisha.console.concerns.referrals.actions.referring import choose, made
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from belisha.console.access.models import Federation, School

__all__ = ["sample_referrals"]

SYSTEM: Final = By(None, system="sample")
# telephone numbers that Ofcom keeps for plays, addresses of an authority that there is not
CONTACTS: Final = (
    ("social-care", "Wold Front Door", "01632 960201", "01632 960299", "Their form within a day, after you rang."),
    ("lado", "Kim Field, LADO of Wold Council", "01632 960202", "", "A message is called back the same day."),
    ("education-safeguarding", "Wold education safeguarding team", "01632 960203", "", "Ask for the duty adviser."),
    ("prevent", "Prevent officer, Wold Council", "01632 960204", "", ""),
    ("technical-body", "Northbridge IT, help desk", "01632 960180", "", "Say the name of the school first."),
)
CHAT: Final = ("Sam: you are not coming", "Sam: nobody wants you there", "Jo: hahaha", "me: please stop")


def sample_referrals(federation: Federation) -> None:
    """Contacts for every school; at the first: bullying with evidence, a referral that is made, one that is late."""
    for school in federation.schools.order_by("pk"):
        for agency, name, phone, night, notes in CONTACTS:
            add_contact(
                by=SYSTEM, school=school, agency=agency, name=name, phone=phone, out_of_hours=night, notes=notes
            )
    first = federation.schools.order_by("pk").first()
    lead = Post.objects.filter(school=first, role=Role.DSL).order_by("first", "pk").first() if first else None
    if first and lead and lead.holder:
        _bullying(first, By(lead.holder))
        _page_against_the_law(first, By(lead.holder))


def _told(school: School, category: str, words: str, *subjects: NewSubject) -> Concern:
    return report(
        by=SYSTEM,
        school=school,
        category=category,
        words=words,
        subjects=subjects,
        told=Told(Concern.Origin.STAFF, where="A group chat", told_by_voice=True),
    )


def _bullying(school: School, lead: By) -> None:
    """Evidence, a referral with its number, and one about other schools that is still to be made."""
    child = Person.objects.for_school(school).filter(kind="pupil", year="year-5").order_by("pk").first()
    subject = NewSubject(Subject.Role.HARMED, child) if child else NewSubject(Subject.Role.HARMED, name="A pupil")
    concern = _told(
        school, "bullying", "She showed her teacher a group chat in which she is told to stay away.", subject
    )
    picture = SimpleUploadedFile("chat on Friday.png", _screen())
    put(by=lead, concern=concern, upload=picture, shows="screenshot", about="Her mother took it on Friday at 18:40.")
    chat = SimpleUploadedFile("export.txt", "\n".join(CHAT).encode())
    put(by=lead, concern=concern, upload=chat, shows="messages", about="Exported from her tablet, with her mother.")
    referral = begin(by=lead, concern=concern, agency="social-care")
    numbers = list(concern.subjects.values_list("pk", flat=True))
    choose(by=lead, referral=referral, subjects=numbers, summary="We ask for early help for the family.")
    made(
        by=lead,
        referral=referral,
        how="phone",
        at=timezone.now() - timedelta(hours=1),
        spoke_to="Duty desk",
        reference="WFD 20417",
        words="They ring the mother tomorrow.",
    )
    answer(by=lead, concern=concern, procedure="beyond-school", applies=True, reason="The game goes round the town.")


def _page_against_the_law(school: School, lead: By) -> None:
    """Told to the Internet Watch Foundation; the police are late."""
    concern = _told(school, "illegal-content", "A pop-up on the library computer. The screen was switched off at once.")
    words = "The address is written down; nobody opened it again."
    answer(by=lead, concern=concern, procedure="illegal", applies=True, reason=words, bodies=["iwf"])
    iwf = concern.referrals.get(agency="iwf")
    made(by=lead, referral=iwf, how="form", at=timezone.now(), reference="IWF 55012")
    Referral.objects.filter(concern=concern, agency="police-101").update(due_at=timezone.now() - timedelta(hours=2))


def _screen() -> bytes:
    """A picture of a conversation that nobody had."""
    letters = ImageFont.load_default(28)
    screen = Image.new("RGB", (640, 900), (236, 240, 244))
    pen = ImageDraw.Draw(screen)
    for number, line in enumerate(CHAT):
        top = 60 + number * 110
        mine = line.startswith("me:")
        pen.rounded_rectangle((230 if mine else 40, top, 600, top + 80), 18, (198, 230, 208) if mine else "white")
        pen.text((250 if mine else 60, top + 24), line.partition(": ")[2], (30, 30, 40), letters)
    sink = BytesIO()
    screen.save(sink, "PNG")
    return sink.getvalue()
