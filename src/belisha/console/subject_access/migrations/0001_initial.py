import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belisha.console.first_tables import FirstTables


class Migration(FirstTables):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("access", "__first__"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=16, unique=True)),
                ("received_on", models.DateField()),
                (
                    "asked_by",
                    models.CharField(
                        choices=[
                            ("self", "The person themselves"),
                            ("parent", "A parent or carer, for a child"),
                            ("other", "Somebody else who acts for them: a solicitor, somebody with power of attorney"),
                        ],
                        max_length=8,
                    ),
                ),
                ("asker", models.CharField(max_length=160)),
                ("identity", models.CharField(max_length=400)),
                (
                    "competence",
                    models.CharField(
                        choices=[
                            ("adult", "Not a child"),
                            ("child-asks", "The child understands and asks themselves"),
                            ("child-agrees", "The child understands, and agrees that the parent asks"),
                            (
                                "not-yet",
                                "The child does not understand enough; the parent asks in the child's interest",
                            ),
                        ],
                        max_length=12,
                    ),
                ),
                ("competence_note", models.CharField(blank=True, max_length=1000)),
                ("due_on", models.DateField()),
                ("extended_by_months", models.PositiveSmallIntegerField(default=0)),
                ("extended_reason", models.CharField(blank=True, max_length=400)),
                ("made_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Being worked on"), ("sent", "Answered"), ("ended", "Ended without a pack")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("packed_at", models.DateTimeField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[("key", "Locked with age for the asker's key"), ("hand", "Handed over in person")],
                        max_length=8,
                    ),
                ),
                ("recipient", models.CharField(blank=True, max_length=80)),
                ("sent_on", models.DateField(null=True)),
                ("ended_reason", models.CharField(blank=True, max_length=400)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "packed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.school"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [models.Index(fields=["school", "state", "due_on"], name="subject_acc_school__78860d_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("extended_by_months__lte", 2)), name="two_months_more_at_most"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True), ("sent_on__isnull", False), _connector="OR"
                        ),
                        name="answered_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PieceDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holder", models.CharField(max_length=24)),
                ("piece", models.CharField(max_length=80)),
                ("seal", models.CharField(max_length=64)),
                (
                    "says",
                    models.CharField(
                        choices=[
                            ("give", "Give it"),
                            ("cut", "Give it without some words"),
                            ("withhold", "Withhold it"),
                        ],
                        max_length=8,
                    ),
                ),
                ("cuts", models.JSONField(default=list)),
                ("ground", models.CharField(blank=True, max_length=24)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("decided_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="subject_access.accessrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["holder", "piece"],
                "constraints": [
                    models.UniqueConstraint(fields=("request", "holder", "piece"), name="one_decision_of_a_piece"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            models.Q(("checked_by", models.F("decided_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_second_person_checks",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("says", "withhold"), _negated=True),
                            models.Q(("ground", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="withheld_on_a_ground",
                    ),
                ],
            },
        ),
    ]
