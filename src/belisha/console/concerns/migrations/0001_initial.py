import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("access", "__first__"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Concern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=9, unique=True)),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("team", "Safeguarding team"),
                            ("head", "Head: about an adult who works here"),
                            ("chair", "Chair of governors: about the head"),
                            ("data", "Data protection officer: about personal data"),
                        ],
                        default="team",
                        max_length=8,
                    ),
                ),
                ("category", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New: nobody has taken it yet"),
                            ("open", "Being worked on"),
                            ("closed", "Closed"),
                            ("merged", "Put together with another"),
                        ],
                        default="new",
                        max_length=8,
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("staff", "A member of staff reported it"),
                            ("pupil", "A pupil told us"),
                            ("parent", "A parent or carer reported it"),
                            ("visitor", "A visitor reported it"),
                            ("alert", "From an alert"),
                            ("page", "A page was reported"),
                            ("filter", "The filter failed"),
                            ("data", "A breach of personal data was noticed"),
                            ("import", "Taken over from another log"),
                            ("transfer", "Came with the file from another school"),
                        ],
                        max_length=8,
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(null=True)),
                ("danger_now", models.BooleanField(default=False)),
                ("child_protection", models.BooleanField(default=False)),
                ("words_only", models.BooleanField(default=False)),
                ("told_by_voice", models.BooleanField(default=False)),
                ("reported_at", models.DateTimeField()),
                ("reporter", models.CharField(blank=True, max_length=160)),
                ("happened_at", models.DateTimeField(null=True)),
                ("happened", models.CharField(blank=True, max_length=120)),
                ("place", models.CharField(blank=True, max_length=40)),
                ("where", models.CharField(blank=True, max_length=200)),
                ("context", models.JSONField(default=dict)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("acted_at", models.DateTimeField(null=True)),
                ("review_on", models.DateField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
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
                    "assigned_to",
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
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="concerns.concern",
                    ),
                ),
                (
                    "reported_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="concerns", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-reported_at", "-pk"],
                "indexes": [
                    models.Index(fields=["school", "state", "-reported_at"], name="concerns_co_school__9e3e43_idx"),
                    models.Index(fields=["school", "-reported_at"], name="concerns_co_school__5f45d1_idx"),
                    models.Index(fields=["school", "category", "reported_at"], name="concerns_co_school__6b327f_idx"),
                    models.Index(fields=["reported_by", "-reported_at"], name="concerns_co_reporte_0ad3a2_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", False), _connector="OR"
                        ),
                        name="closed_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("state", "merged")),
                            models.Q(("state", "merged"), _negated=True),
                            _connector="OR",
                        ),
                        name="merged_says_into_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("report", "Report"),
                            ("note", "Note"),
                            ("correction", "Correction"),
                            ("call", "Telephone call"),
                            ("meeting", "Meeting"),
                            ("talk", "Conversation"),
                            ("decision", "Decision"),
                            ("action", "Action"),
                            ("referral", "Referral"),
                            ("voice", "In the child's or family's own words"),
                            ("message-in", "Message from whoever told us"),
                            ("message-out", "Message to whoever told us"),
                            ("file", "File"),
                            ("body-map", "Body map"),
                            ("context", "What the software saw"),
                            ("step", "Step"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("details", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("about", models.DateTimeField(null=True)),
                ("by_name", models.CharField(blank=True, max_length=160)),
                ("by_role", models.CharField(blank=True, max_length=24)),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("salt", models.CharField(max_length=32)),
                ("seal", models.CharField(max_length=64)),
                ("erased_at", models.DateTimeField(null=True)),
                ("erased_reason", models.CharField(blank=True, max_length=400)),
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
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="concerns.concern"
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="concerns.entry",
                    ),
                ),
                (
                    "erased_by",
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
                "indexes": [models.Index(fields=["concern", "at"], name="concerns_en_concern_fbbc66_idx")],
            },
        ),
        migrations.CreateModel(
            name="Reader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200)),
                ("since", models.DateTimeField()),
                ("until", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readers", to="concerns.concern"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["since", "pk"],
                "indexes": [models.Index(fields=["user", "ended_at"], name="concerns_re_user_id_e56695_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("concern", "user"),
                        name="one_reader_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=160)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("harmed", "was or may be harmed"),
                            ("alleged", "is said to have caused it"),
                            ("witness", "saw or heard it"),
                            ("reporter", "told us"),
                            ("sibling", "brother or sister"),
                            ("involved", "is involved in another way"),
                        ],
                        max_length=10,
                    ),
                ),
                ("restricted", models.BooleanField(default=False)),
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
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="subjects", to="concerns.concern"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("concern", "person"),
                        name="one_role_in_a_concern",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False), models.Q(("name", ""), _negated=True), _connector="OR"
                        ),
                        name="a_subject_is_somebody",
                    ),
                ],
            },
        ),
    ]
