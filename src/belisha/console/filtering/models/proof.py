"""The evidence that the filter works: accounts to test with, runs, their results, comparisons, signatures."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import School, User

__all__ = [
    "Comparison",
    "Disagreement",
    "FilterCheck",
    "HandTest",
    "Outcome",
    "ProbeAccount",
    "ProbeAddress",
    "ProbeResult",
    "ProbeRun",
    "ProbeState",
]


class Outcome(models.TextChoices):
    """How a probe came out, measured against what the policy wants."""

    WELL = "well", _("as the policy says")
    PASSED = "passed", _("came through, should be blocked")
    SHUT = "shut", _("blocked, should be open")
    UNSEEN = "unseen", _("cannot be seen: read by name only")
    UNKNOWN = "unknown", _("not known")


class OfSchool(models.QuerySet[Any]):
    """Rows of one school."""

    def for_school(self, school: School) -> OfSchool:
        """Those of one school. The one door."""
        return self.filter(school=school)


class OfRun(models.QuerySet[Any]):
    """Rows below a run."""

    def for_school(self, school: School) -> OfRun:
        """Those of one school. The one door."""
        return self.filter(run__school=school)


class ProbeAccount(models.Model):
    """A name that only the gateway knows, for a profile of a school: nobody can sign in to the console with it."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="probe_accounts")
    profile = models.CharField(max_length=64)  # its id in the policy
    sign_in = models.CharField(max_length=150, unique=True)
    secret = models.CharField(max_length=300)  # the password, sealed with the console's key
    hashed = models.CharField(max_length=200)  # as the gateway reads it
    set_at = models.DateTimeField()

    objects: ClassVar = OfSchool.as_manager()

    class Meta:
        """One for each profile."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "profile"], name="one_probe_account_a_profile")
        ]

    def __str__(self) -> str:
        return self.sign_in


class ProbeAddress(models.Model):
    """An address that the school has tested: one that must stay open for lessons, or one that must be blocked."""

    class Wanted(models.TextChoices):
        """What the filter should say."""

        OPEN = "open", _("stays open")
        BLOCK = "block", _("is blocked")

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="probe_addresses")
    address = models.CharField(max_length=2000)  # canonical
    wanted = models.CharField(max_length=5, choices=Wanted)
    locked_list = models.CharField(max_length=64, blank=True)  # of the licence whose own test address it is
    why = models.CharField(max_length=400)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar = OfSchool.as_manager()

    class Meta:
        """An address stands once."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "address"], condition=Q(ended_at__isnull=True), name="one_probe_address"
            ),
        ]

    def __str__(self) -> str:
        return self.address


class ProbeRun(models.Model):
    """One test of the filter through the live path, from its asking to its end."""

    class Kind(models.TextChoices):
        """How much is tested."""

        FULL = "full", _("everything")
        QUICK = "quick", _("the most important")

    class Why(models.TextChoices):
        """What set it off."""

        CLOCK = "clock", _("by the clock")
        CHANGE = "change", _("after a change of the filter")
        LISTS = "lists", _("after new lists")
        HAND = "hand", _("asked for by somebody")

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("could not be made")

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="probe_runs")
    kind = models.CharField(max_length=5, choices=Kind)
    why = models.CharField(max_length=6, choices=Why)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    gateway = models.CharField(max_length=260, blank=True)  # host:port that was asked
    policy = models.CharField(max_length=64, blank=True)  # digests of what was in force when it began
    lists = models.CharField(max_length=64, blank=True)
    planned = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)
    shut = models.PositiveIntegerField(default=0)
    unseen = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=400, blank=True)  # why it could not be made, or not as a whole

    objects: ClassVar = OfSchool.as_manager()

    class Meta:
        """Looked for by time."""

        indexes: ClassVar = [models.Index(fields=["school", "-asked_at"]), models.Index(fields=["school", "state"])]

    def __str__(self) -> str:
        return f"{self.school}, {self.get_kind_display()}, {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def well(self) -> int:
        """How many came out as the policy says."""
        return self.made - self.passed - self.shut - self.unseen - self.unknown


class Probed(models.Model):
    """What a probe asked, as whom, how, and what came of it."""

    class Kind(models.TextChoices):
        """What kind of address was asked for."""

        PAGE = "page", _("our own test page")
        LISTED = "listed", _("real entry of a list")
        LOCKED = "locked", _("locked list")
        SEARCH = "search", _("safe search")
        DOWNLOAD = "download", _("download")
        BYPASS = "bypass", _("way round the filter")
        OPEN = "open", _("site for lessons")
        OWN = "own", _("address of the school's own")

    profile = models.CharField(max_length=64)
    network = models.CharField(max_length=64, blank=True)  # its id in the policy; empty: the gateway's own machine
    tls = models.CharField(max_length=5)  # http or https
    kind = models.CharField(max_length=8, choices=Kind)
    category = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=120, blank=True)  # which one of its kind
    outcome = models.CharField(max_length=7, choices=Outcome)
    wanted = models.CharField(max_length=5)  # block or open
    said = models.CharField(max_length=60)  # what the gateway did

    class Meta:
        """Columns of others."""

        abstract = True


class ProbeResult(Probed):
    """One line of evidence. Kept for a year."""

    run = models.ForeignKey(ProbeRun, on_delete=models.CASCADE, related_name="results")
    at = models.DateTimeField()
    address = models.CharField(max_length=500)
    policy = models.CharField(max_length=12)  # the beginnings of the digests that were in force then
    lists = models.CharField(max_length=12)
    milliseconds = models.PositiveIntegerField()

    objects: ClassVar = OfRun.as_manager()

    class Meta:
        """Looked for by how they came out, and by where they stand in the matrix."""

        indexes: ClassVar = [
            models.Index(fields=["run", "outcome"]),
            models.Index(fields=["run", "profile", "category"]),
        ]

    def __str__(self) -> str:
        return f"{self.profile}: {self.address}: {self.get_outcome_display()}"


class ProbeState(Probed):
    """How a probe came out last, and since when it comes out so. One row for each thing that is tested."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="probe_states")
    run = models.ForeignKey(ProbeRun, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    since = models.DateTimeField()

    objects: ClassVar = OfSchool.as_manager()

    class Meta:
        """One row a thing."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "profile", "network", "tls", "kind", "category", "name"], name="one_state_a_probe"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "outcome"]), models.Index(fields=["school", "category"])]

    def __str__(self) -> str:
        return f"{self.profile}: {self.category or self.name}: {self.get_outcome_display()}"


class Comparison(models.Model):
    """One night's comparison of what the gateway decided with what the console would have said."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="filter_comparisons")
    day = models.DateField()  # whose requests were looked at
    at = models.DateTimeField()
    requests = models.PositiveIntegerField(default=0)
    distinct = models.PositiveIntegerField(default=0)
    compared = models.PositiveIntegerField(default=0)  # the rest ran under files that are gone
    disagreements = models.PositiveIntegerField(default=0)
    milliseconds = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=400, blank=True)

    objects: ClassVar = OfSchool.as_manager()

    class Meta:
        """One for each day."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "day"], name="one_comparison_a_day")]

    def __str__(self) -> str:
        return f"{self.school}, {self.day}"


class ComparisonRows(models.QuerySet["Disagreement"]):
    """Rows below a comparison."""

    def for_school(self, school: School) -> ComparisonRows:
        """Those of one school. The one door."""
        return self.filter(comparison__school=school)


class Disagreement(models.Model):
    """Where gateway and console disagree: of whom is not kept, only their profile and group."""

    comparison = models.ForeignKey(Comparison, on_delete=models.CASCADE, related_name="found")
    at = models.DateTimeField()
    address = models.CharField(max_length=500)
    profile = models.CharField(max_length=64)
    group = models.CharField(max_length=64, blank=True)
    gateway = models.CharField(max_length=300)  # verdict and reason, in words
    console = models.CharField(max_length=600)
    times = models.PositiveIntegerField()

    objects: ClassVar = ComparisonRows.as_manager()

    def __str__(self) -> str:
        return self.address


class FilterCheck(models.Model):
    """A leader signed that the filter was checked: what was tested is frozen with it."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="filter_checks")
    run = models.ForeignKey(ProbeRun, on_delete=models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    tested = models.JSONField()  # figures of the tests that were signed, as the page showed them
    suits = models.BooleanField()  # it suits the ages and abilities here
    words = models.CharField(max_length=1000, blank=True)
    action = models.CharField(max_length=1000, blank=True)  # what is to be done

    objects: ClassVar = OfSchool.as_manager()

    class Meta:
        """Looked for by time."""

        indexes: ClassVar = [models.Index(fields=["school", "-at"])]

    def __str__(self) -> str:
        return f"{self.school}, {self.at:%Y-%m-%d}"


class HandTest(models.Model):
    """A test with SWGfL's public tester, done by hand on a device of one group of users."""

    class Users(models.TextChoices):
        """For whom the device was signed in."""

        PUPILS = "pupils", _("pupils")
        STAFF = "staff", _("staff")
        GUESTS = "guests", _("guests")

    class Result(models.TextChoices):
        """What the tester showed."""

        BLOCKED = "blocked", _("blocked")
        OPEN = "open", _("not blocked")
        NOT_DONE = "not-done", _("not tested")

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="hand_tests")
    day = models.DateField()
    device = models.CharField(max_length=120)
    place = models.CharField(max_length=120, blank=True)  # site, room or network
    users = models.CharField(max_length=6, choices=Users)
    child_abuse = models.CharField(max_length=8, choices=Result)
    terrorism = models.CharField(max_length=8, choices=Result)
    adult = models.CharField(max_length=8, choices=Result)
    language = models.CharField(max_length=8, choices=Result)
    action = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar = OfSchool.as_manager()

    class Meta:
        """Looked for by day."""

        indexes: ClassVar = [models.Index(fields=["school", "-day"])]

    def __str__(self) -> str:
        return f"{self.school}, {self.day}, {self.get_users_display()}"

    @property
    def all_blocked(self) -> bool:
        """Whether everything that must be was blocked (profanity is for the school to judge)."""
        return {self.child_abuse, self.terrorism, self.adult} == {self.Result.BLOCKED}
