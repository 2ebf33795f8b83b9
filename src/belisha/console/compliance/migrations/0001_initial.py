import django.core.validators
import django.db.models.deletion
import uuid
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
            name="AttestationFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=32, unique=True)),
                ("name", models.CharField(max_length=160)),
                ("kind", models.CharField(max_length=16)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("locked_key", models.CharField(max_length=120)),
                ("lock", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for the virus scanner"),
                            ("clean", "nothing found"),
                            ("infected", "the virus scanner found something"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("scanned_at", models.DateTimeField(null=True)),
                ("scanner", models.CharField(blank=True, max_length=120)),
                ("found", models.CharField(blank=True, max_length=160)),
                (
                    "attestation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="compliance.attestation"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("attestation", "sha256"), name="a_file_is_with_a_confirmation_once")
                ],
            },
        ),
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
            name="Changed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=63)),
                ("school", models.BigIntegerField()),
                ("number", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("table", "school"), name="changed_last")],
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
            name="KeptReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("month", "The month on a page"),
                            ("term", "The term on a page, as governors were shown it"),
                            ("schools", "Schools compared"),
                        ],
                        max_length=10,
                    ),
                ),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("paper", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("sent_to", models.CharField(blank=True, max_length=400)),
                (
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.federation"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_reports",
                        to="access.school",
                    ),
                ),
            ],
            options={
                "ordering": ["-first", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("school__isnull", False)),
                        fields=("school", "kind", "first"),
                        name="one_report_of_a_school",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("school__isnull", True)),
                        fields=("federation", "kind", "first"),
                        name="one_report_of_all",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held", models.DateField()),
                ("others", models.CharField(blank=True, max_length=300)),
                ("absent", models.CharField(blank=True, max_length=300)),
                ("next_on", models.DateField(null=True)),
                ("called_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "called_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("present", models.ManyToManyField(related_name="meetings", to=settings.AUTH_USER_MODEL)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-held", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "held"), name="one_meeting_a_day"),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("school",),
                        name="one_open_meeting_of_a_school",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=160)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "added_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="walk_points", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="OwnQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("infants", "Pupils of Key Stage 1"),
                            ("juniors", "Pupils of Key Stage 2"),
                            ("staff", "Staff"),
                            ("parents", "Parents and carers"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.CharField(max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[("yes", "Yes, not sure or no"), ("words", "In their own words")],
                        default="yes",
                        max_length=8,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
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
        migrations.CreateModel(
            name="MeetingItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("duty", "duty"),
                            ("review", "review"),
                            ("technology", "technology"),
                            ("plan", "something to do"),
                            ("standard", "standard"),
                            ("other", "something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("why", models.CharField(blank=True, max_length=600)),
                ("link", models.CharField(blank=True, max_length=300)),
                ("duty", models.CharField(max_length=80)),
                ("words", models.TextField(blank=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="compliance.meeting"
                    ),
                ),
                ("plans", models.ManyToManyField(related_name="meeting_items", to="compliance.plan")),
            ],
            options={
                "ordering": ["place", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PostHandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.TextField(blank=True)),
                ("note_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("taken", models.JSONField(default=list)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "note_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.post"),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hand_overs", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "post"), name="one_hand_over_of_a_post"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at__isnull", True), ("accepted_by__isnull", False), _connector="OR"
                        ),
                        name="somebody_accepted_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("infants", "Pupils of Key Stage 1"),
                            ("juniors", "Pupils of Key Stage 2"),
                            ("staff", "Staff"),
                            ("parents", "Parents and carers"),
                        ],
                        max_length=8,
                    ),
                ),
                ("question", models.CharField(max_length=40)),
                ("words", models.CharField(blank=True, max_length=160)),
                ("left_out", models.BooleanField(default=False)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.school"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("school", "form", "question"), name="one_choice_a_question")
                ],
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[("pupils", "Pupils"), ("staff", "Staff"), ("parents", "Parents and carers")],
                        max_length=8,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("questions", models.JSONField(default=dict)),
                ("opens", models.DateField()),
                ("closes", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("words_erased_at", models.DateTimeField(null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="surveys", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-opens", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "audience", "number"), name="one_survey_a_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("school", "audience"),
                        name="one_open_survey_of_an_audience",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes__gte", models.F("opens"))), name="a_survey_closes_after_it_opens"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compliance.plan"
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="compliance.survey"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SurveyGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("infants", "Pupils of Key Stage 1"),
                            ("juniors", "Pupils of Key Stage 2"),
                            ("staff", "Staff"),
                            ("parents", "Parents and carers"),
                        ],
                        max_length=8,
                    ),
                ),
                ("size", models.PositiveSmallIntegerField()),
                ("shared", models.BooleanField(default=True)),
                ("digest", models.CharField(max_length=64, null=True, unique=True)),
                ("answered", models.PositiveSmallIntegerField(default=0)),
                (
                    "klass",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.group"
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="groups", to="compliance.survey"
                    ),
                ),
            ],
            options={
                "ordering": ["form", "name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("survey", "name"), name="a_group_once_a_survey"),
                    models.CheckConstraint(
                        condition=models.Q(("answered__lte", models.F("size"))), name="no_more_answers_than_asked_for"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("used", models.BooleanField(default=False)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="codes", to="compliance.surveygroup"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("answers", models.JSONField(default=dict)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="compliance.surveygroup"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SurveyWords",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("question", models.CharField(max_length=40)),
                ("words", models.TextField(blank=True)),
                ("day", models.DateField()),
                ("worry", models.BooleanField(default=False)),
                ("concern", models.CharField(blank=True, max_length=9)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="words", to="compliance.surveygroup"
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-worry", "day", "pk"],
            },
        ),
        migrations.CreateModel(
            name="TaskTold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=24)),
                ("key", models.CharField(max_length=120)),
                ("due", models.DateField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("soon", "falls due soon"),
                            ("today", "due that day"),
                            ("late", "late"),
                            ("passed-up", "late: passed up the line"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "holder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="told_tasks", to="access.school"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["school", "source", "key"], name="told_of_a_task")],
            },
        ),
        migrations.CreateModel(
            name="Technology",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("app", "app or website"),
                            ("ai", "tool with artificial intelligence"),
                            ("device", "kind of device"),
                            ("search", "search tool"),
                            ("system", "system with accounts"),
                            ("other", "something else"),
                        ],
                        max_length=8,
                    ),
                ),
                ("address", models.URLField(blank=True)),
                ("purpose", models.TextField()),
                ("who", models.CharField(max_length=200)),
                ("ages", models.CharField(blank=True, max_length=80)),
                ("pupils", models.BooleanField()),
                ("data", models.TextField(blank=True)),
                ("personal", models.BooleanField()),
                (
                    "origin",
                    models.CharField(
                        choices=[("wanted", "somebody wants it"), ("found", "it turned up in use")], max_length=8
                    ),
                ),
                ("in_use", models.BooleanField(default=False)),
                ("entered_at", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("waiting", "not decided yet"),
                            ("allowed", "allowed"),
                            ("trial", "on trial"),
                            ("refused", "not allowed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("allowed_for", models.CharField(blank=True, max_length=200)),
                ("review_on", models.DateField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("score", models.PositiveSmallIntegerField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_reason", models.CharField(blank=True, max_length=300)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="technologies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="technologies", to="access.school"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="technologies",
                        to="access.outsideservice",
                    ),
                ),
                (
                    "wanted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "indexes": [models.Index(fields=["school", "review_on"], name="compliance__school__b97a25_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("school", "name"),
                        name="one_technology_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision", "waiting"), ("review_on__isnull", False), _connector="OR"),
                        name="a_decided_technology_has_a_review",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("risks", models.TextField()),
                (
                    "likelihood_before",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
                    ),
                ),
                (
                    "harm_before",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
                    ),
                ),
                ("measures", models.TextField()),
                (
                    "likelihood_after",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
                    ),
                ),
                (
                    "harm_after",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
                    ),
                ),
                ("edition", models.CharField(blank=True, max_length=80)),
                ("points", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("data_words", models.CharField(blank=True, max_length=400)),
                ("data_at", models.DateTimeField(null=True)),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("waiting", "not decided yet"),
                            ("allowed", "allowed"),
                            ("trial", "on trial"),
                            ("refused", "not allowed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("allowed_for", models.CharField(blank=True, max_length=200)),
                ("until", models.DateField(null=True)),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("decided_role", models.CharField(blank=True, max_length=24)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "data_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "technology",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="compliance.technology",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decision", "waiting")), fields=("technology",), name="one_assessment_waits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            ("by__isnull", True),
                            models.Q(("decided_by", models.F("by")), _negated=True),
                            _connector="OR",
                        ),
                        name="somebody_else_decides_on_technology",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision", "waiting"),
                            models.Q(("until__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_decision_on_technology_has_a_reason_and_an_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Touched",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=63)),
                ("school", models.BigIntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["table", "school"], name="touched_already")],
            },
        ),
        migrations.CreateModel(
            name="Walk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=24)),
                ("on", models.DateField()),
                ("points", models.JSONField(default=list)),
                ("started_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                ("words", models.TextField(blank=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                ("dropped_reason", models.CharField(blank=True, max_length=300)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="walks", to="access.school"
                    ),
                ),
                (
                    "walker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="walks", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["school", "on"], name="compliance__school__0a4eb1_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at__isnull", True), ("signed_at__isnull", True)),
                        fields=("school", "walker"),
                        name="one_open_walk_of_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signed_at__isnull", True), ("dropped_at__isnull", True), _connector="OR"),
                        name="a_signed_walk_is_not_dropped",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WalkPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("room", "Room with children"),
                            ("entrance", "Entrance and office"),
                            ("staff", "Room for staff"),
                            ("shared", "Corridor, hall or playground"),
                        ],
                        default="room",
                        max_length=8,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "room",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.room"
                    ),
                ),
                (
                    "walk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="places", to="compliance.walk"
                    ),
                ),
            ],
            options={
                "ordering": ["number", "pk"],
                "constraints": [models.UniqueConstraint(fields=("walk", "name"), name="a_place_once_a_walk")],
            },
        ),
        migrations.CreateModel(
            name="Sight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("point", models.CharField(max_length=40)),
                (
                    "answer",
                    models.CharField(
                        blank=True, choices=[("yes", "Yes"), ("no", "No"), ("unseen", "Not seen")], max_length=6
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400)),
                ("mended", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "plan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sights",
                        to="compliance.plan",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sights", to="compliance.walkplace"
                    ),
                ),
            ],
            options={
                "ordering": ["place__number", "pk"],
                "constraints": [models.UniqueConstraint(fields=("place", "point"), name="a_point_once_a_place")],
            },
        ),
        migrations.CreateModel(
            name="AcceptedEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("standard", models.CharField(max_length=40)),
                ("version", models.PositiveSmallIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("words", models.CharField(max_length=400)),
                ("role", models.CharField(max_length=24)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accepted_editions",
                        to="access.school",
                    ),
                ),
            ],
            options={
                "ordering": ["standard", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "standard", "version"), name="an_edition_is_accepted_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=80)),
                ("reads", models.TextField(blank=True)),
                ("until", models.DateTimeField()),
                ("seen", models.BigIntegerField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.school"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("school", "question"), name="asked_once_of_a_school")],
            },
        ),
        migrations.CreateModel(
            name="AspectJudged",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("aspect", models.CharField(max_length=8)),
                ("level", models.PositiveSmallIntegerField()),
                ("words", models.TextField()),
                ("improve", models.TextField(blank=True)),
                ("suggested", models.PositiveSmallIntegerField(null=True)),
                ("role", models.CharField(max_length=24)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="aspects_judged", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["school", "aspect", "-at"], name="compliance__school__7bd08b_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 5)), name="a_level_is_from_five_to_one"
                    )
                ],
            },
        ),
    ]
