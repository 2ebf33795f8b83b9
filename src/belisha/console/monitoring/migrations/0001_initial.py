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
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("who", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("group", models.CharField(blank=True, max_length=120)),
                ("device", models.CharField(blank=True, max_length=200)),
                ("address", models.CharField(blank=True, max_length=64)),
                ("theme", models.CharField(max_length=40)),
                ("level", models.PositiveSmallIntegerField(choices=[(0, "advisory"), (1, "caution"), (2, "danger")])),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("safeguarding", "safeguarding lead, deputies, head"),
                            ("head", "head"),
                            ("chair", "chair of governors"),
                        ],
                        default="safeguarding",
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300)),
                ("count", models.PositiveIntegerField(default=0)),
                ("first", models.DateTimeField()),
                ("last", models.DateTimeField()),
                ("came_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("quiet", models.BooleanField(default=False)),
                ("due_at", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("noted", "noted"),
                            ("dismissed", "dismissed"),
                            ("concern", "made a concern"),
                            ("digest", "read in the digest"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("why", models.CharField(blank=True, max_length=20)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("concern", models.CharField(blank=True, max_length=80)),
                ("concern_link", models.CharField(blank=True, max_length=200)),
                ("search", models.CharField(default="", max_length=700)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="people.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-level", "due_at", "pk"],
                "indexes": [
                    models.Index(fields=["school", "state", "quiet", "-level", "due_at", "id"], name="alerts_board"),
                    models.Index(
                        fields=["school", "state", "route", "quiet", "level", "due_at", "acknowledged_at", "person"],
                        name="alerts_counted",
                    ),
                    models.Index(fields=["school", "-ended_at", "id"], name="alerts_past"),
                    models.Index(fields=["school", "came_at"], name="alerts_by_day"),
                    models.Index(fields=["person"], name="alerts_of_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("school", "who", "theme"),
                        name="one_open_alert_of_a_theme",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_ended_alert_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AlertFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("finding", models.CharField(max_length=20)),
                ("told", models.CharField(blank=True, max_length=40)),
                ("level", models.PositiveSmallIntegerField(choices=[(0, "advisory"), (1, "caution"), (2, "danger")])),
                ("first", models.DateTimeField()),
                ("last", models.DateTimeField()),
                ("seen", models.JSONField(default=list)),
                ("weighs", models.JSONField(default=list)),
                ("raised", models.BooleanField(default=False)),
                ("versions", models.JSONField(default=list)),
                ("came_at", models.DateTimeField()),
                ("false_alarm", models.BooleanField(default=False)),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="monitoring.alert"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["first", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finding", ""), _negated=True),
                        fields=("school", "finding"),
                        name="a_finding_comes_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AlertContext",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("events", models.JSONField(default=list)),
                ("left_out", models.PositiveIntegerField(default=0)),
                ("frozen_at", models.DateTimeField()),
                ("whole", models.BooleanField(default=False)),
                (
                    "finding",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="context",
                        to="monitoring.alertfinding",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AlertInflow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("at", models.DateTimeField(null=True)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                (
                    "school",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="alert_inflow", to="access.school"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AlertStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("came", "came in"),
                            ("rose", "became danger"),
                            ("told", "mail went out"),
                            ("acknowledged", "acknowledged"),
                            ("note", "note"),
                            ("ended", "dealt with"),
                            ("reopened", "opened again"),
                            ("late", "turned red"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("words", models.CharField(blank=True, max_length=1000)),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="monitoring.alert"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DigestSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week", models.DateField()),
                ("figures", models.JSONField()),
                ("at", models.DateTimeField()),
                ("words", models.CharField(blank=True, max_length=1000)),
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
                        related_name="digest_signatures_of_alerts",
                        to="access.school",
                    ),
                ),
            ],
            options={
                "ordering": ["-week", "pk"],
                "constraints": [models.UniqueConstraint(fields=("school", "week"), name="one_alert_digest_a_week")],
            },
        ),
        migrations.CreateModel(
            name="HealthDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("facts", models.JSONField()),
                ("at", models.DateTimeField()),
                ("words", models.CharField(blank=True, max_length=1000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="health_days", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-day", "pk"],
                "constraints": [models.UniqueConstraint(fields=("school", "day"), name="one_look_at_health_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "where",
                    models.CharField(
                        choices=[
                            ("console", "in the console"),
                            ("machine", "at the machine"),
                            ("schedule", "weekly report"),
                        ],
                        default="console",
                        max_length=8,
                    ),
                ),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("purpose", models.CharField(blank=True, max_length=120)),
                ("words", models.CharField(blank=True, max_length=400)),
                ("what", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=12)),
                ("subject", models.CharField(max_length=200)),
                ("subject_name", models.CharField(max_length=200)),
                ("first", models.DateField(null=True)),
                ("last", models.DateField(null=True)),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("safeguarding", "safeguarding lead, deputies, head"),
                            ("head", "head"),
                            ("chair", "chair of governors"),
                        ],
                        default="safeguarding",
                        max_length=12,
                    ),
                ),
                ("approval", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks_at_me",
                        to="people.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["school", "-at", "id"], name="looks_by_time")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("where", "machine")),
                        fields=("school", "at", "by_name", "what", "kind", "subject"),
                        name="a_look_at_the_machine_comes_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("trouble", models.CharField(blank=True, max_length=300)),
                ("first", models.DateField(null=True)),
                ("last", models.DateField(null=True)),
                ("days", models.JSONField(default=dict)),
                (
                    "school",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="record_look", to="access.school"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReportPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "person"),
                            ("class", "class"),
                            ("group", "group"),
                            ("device", "device"),
                            ("room", "room"),
                            ("school", "school"),
                            ("finding", "finding"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("subject_name", models.CharField(max_length=200)),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("safeguarding", "safeguarding lead, deputies, head"),
                            ("head", "head"),
                            ("chair", "chair of governors"),
                        ],
                        default="safeguarding",
                        max_length=12,
                    ),
                ),
                ("purpose", models.CharField(max_length=120)),
                ("words", models.CharField(blank=True, max_length=400)),
                ("begun_at", models.DateTimeField()),
                ("until", models.DateField(null=True)),
                ("made_to", models.DateField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "begun_by",
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
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("readers", models.ManyToManyField(related_name="report_plans", to=settings.AUTH_USER_MODEL)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="report_plans", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["subject_name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="UseReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("length", models.CharField(max_length=5)),
                ("term", models.CharField(blank=True, max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "being made"), ("ready", "ready"), ("failed", "not made")],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(null=True)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                ("content", models.JSONField(default=dict)),
                ("page", models.TextField(blank=True)),
                ("sheet", models.TextField(blank=True)),
                (
                    "look",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="report", to="monitoring.look"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="monitoring.reportplan",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="use_reports", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="read_by", to="monitoring.usereport"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("report", "user"), name="one_reader_a_report")],
            },
        ),
    ]
