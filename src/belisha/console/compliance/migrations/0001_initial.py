import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from belisha.console.first_tables import FirstTables


class Migration(FirstTables):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("access", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attestation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("duty", models.CharField(max_length=80)),
                ("kept", models.BooleanField()),
                ("words", models.TextField()),
                ("evidence", models.CharField(blank=True, max_length=300)),
                ("role", models.CharField(max_length=24)),
                ("at", models.DateTimeField()),
                ("until", models.DateField()),
                ("countersigned_role", models.CharField(blank=True, max_length=24)),
                ("countersigned_at", models.DateTimeField(null=True)),
                ("countersigned_words", models.CharField(blank=True, max_length=400)),
                ("current", models.BooleanField(default=True)),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("taken_back_reason", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "countersigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attestations", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("school", "duty"),
                        name="one_confirmation_of_a_duty_counts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("countersigned_by__isnull", True),
                            models.Q(("countersigned_by", models.F("by")), _negated=True),
                            _connector="OR",
                        ),
                        name="somebody_else_countersigns",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("taken_back_at__isnull", True), ("current", False), _connector="OR"),
                        name="what_was_taken_back_counts_no_more",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyStanding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("duty", models.CharField(max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("met", "met"),
                            ("at risk", "at risk"),
                            ("breached", "breached"),
                            ("not known", "not known"),
                            ("not adopted", "not adopted"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[("measured", "measured"), ("recorded", "recorded"), ("claimed", "claimed")],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
                ("link", models.CharField(blank=True, max_length=300)),
                ("since", models.DateTimeField()),
                ("first_asked", models.DateTimeField()),
                ("last_asked", models.DateTimeField()),
                ("current", models.BooleanField(default=True)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="standings", to="access.school"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["school", "duty", "first_asked"], name="standing_history")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)), fields=("school", "duty"), name="one_standing_now"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("duty", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[("action", "something to do"), ("risk", "a risk that is accepted")],
                        default="action",
                        max_length=8,
                    ),
                ),
                ("words", models.CharField(max_length=400)),
                ("due", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=400)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["due", "pk"],
                "indexes": [
                    models.Index(fields=["school", "duty"], name="compliance__school__1b2094_idx"),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["owner", "due"],
                        name="open_plans_of_somebody",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), models.Q(("outcome", ""), _negated=True), _connector="OR"
                        ),
                        name="a_plan_that_ended_says_what_came_of_it",
                    )
                ],
            },
        ),
    ]
