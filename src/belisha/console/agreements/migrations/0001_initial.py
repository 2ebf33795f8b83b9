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
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=180)),
                ("at", models.DateTimeField()),
                ("counts_for", models.PositiveSmallIntegerField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("own", "in their own session"),
                            ("link", "by a one-time link"),
                            ("class", "with their class, on one device"),
                            ("desk", "at the desk"),
                            ("paper", "on paper"),
                        ],
                        max_length=8,
                    ),
                ),
                ("form", models.CharField(max_length=40)),
                ("text_digest", models.CharField(max_length=64)),
                ("answers", models.JSONField(default=dict)),
                ("helper", models.CharField(blank=True, max_length=180)),
                ("seal", models.CharField(max_length=64)),
                ("token", models.CharField(max_length=32, unique=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.SlugField(max_length=40)),
                ("number", models.PositiveSmallIntegerField()),
                ("forms", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("asks_again", models.BooleanField(default=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("issued_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "issued_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "kind", "number"), name="one_agreement_a_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("school", "kind"),
                        name="one_agreement_of_a_kind_in_force",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.SlugField(max_length=40)),
                ("number", models.PositiveSmallIntegerField()),
                ("mark", models.CharField(max_length=80, unique=True)),
                ("yes", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("until", models.DateField(null=True)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("portal", "in their account"),
                            ("link", "by a one-time link"),
                            ("paper", "on paper"),
                            ("office", "told to the office"),
                        ],
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="people.person"
                    ),
                ),
                (
                    "entered_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents_given", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["about", "purpose", "at"], name="agreements__about_i_600dcc_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("yes", False), ("until__isnull", False), _connector="OR"),
                        name="a_yes_has_an_end",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                ("conversation", models.TextField(blank=True, max_length=2000)),
                ("talked_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="declines", to="agreements.agreement"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="declines", to="people.person"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "talked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("agreement", "person"),
                        name="one_decline_stands",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FamilyStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tips", "opened the tips for home"),
                            ("signs", "opened the signs to watch for"),
                            ("support", "opened where help is found"),
                            ("unit", "finished a short unit"),
                            ("pledge", "made the family pledge"),
                            ("talked", "talked about it"),
                            ("read-with", "read the pupil agreement with their child"),
                            ("safety-page", "opened the online safety page"),
                            ("home-school", "sent the home-school form"),
                            ("supervised", "read how pupils are looked after online"),
                        ],
                        max_length=12,
                    ),
                ),
                ("item", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("words", models.CharField(blank=True, max_length=300)),
                (
                    "child",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps_at_home",
                        to="people.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="family_steps", to="people.person"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="family_steps", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["school", "kind", "item"], name="agreements__school__4b5bfb_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("child__isnull", False)),
                        fields=("person", "child", "kind", "item"),
                        name="a_step_once_a_child",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("child__isnull", True)),
                        fields=("person", "kind", "item"),
                        name="a_step_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HomeLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("visit", models.CharField(max_length=64, null=True, unique=True)),
                ("visit_until", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="home_links", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "made_at"], name="agreements__person__825245_idx")],
            },
        ),
        migrations.CreateModel(
            name="LetGo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[("signature", "A signature"), ("answer", "An answer on consent")], max_length=10
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
                ("seal", models.CharField(max_length=64)),
                ("token", models.CharField(blank=True, max_length=32)),
                ("record_class", models.SlugField(max_length=20)),
                ("due_on", models.DateField()),
                ("at", models.DateTimeField()),
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
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["token"], name="agreements__token_21162b_idx")],
                "constraints": [models.UniqueConstraint(fields=("what", "number"), name="let_go_once")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("policy", "Our online safety policy"),
                            ("national", "National material for parents"),
                            ("social", "Risks of social networks"),
                            ("ages", "From which age sites and apps may be used"),
                            ("home", "Safer use at home"),
                            ("conduct", "How we write to and about each other online"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("words", models.TextField(max_length=4000)),
                ("link", models.URLField(blank=True)),
                ("channels", models.JSONField(default=list)),
                ("wider", models.BooleanField(default=False)),
                ("sent_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="access.school"
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
                "ordering": ["-sent_at", "-pk"],
                "indexes": [models.Index(fields=["school", "-sent_at"], name="agreements__school__ee28e7_idx")],
            },
        ),
        migrations.CreateModel(
            name="NoticeRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reads", to="agreements.notice"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices_read", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("notice", "person"), name="one_read_a_notice")],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.SlugField(max_length=40)),
                ("what", models.CharField(max_length=160)),
                ("place", models.CharField(max_length=300)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("ended_on", models.DateField(null=True)),
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
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="publications", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["school", "-on"], name="agreements__school__d2c4ac_idx")],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_since", models.DateField()),
                ("number", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "asked_since", "number"), name="each_reminder_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("because", models.CharField(max_length=300)),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="restrictions", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-since", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)), fields=("person",), name="one_restriction_holds"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Scan",
            fields=[
                (
                    "signature",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="scan",
                        serialize=False,
                        to="agreements.signature",
                    ),
                ),
                ("media_type", models.CharField(max_length=20)),
                ("digest", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=64)),
                ("locked_key", models.CharField(max_length=160)),
                ("scanned_by", models.CharField(max_length=120)),
            ],
        ),
        migrations.AddField(
            model_name="signature",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="agreements.agreement"
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="child",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signed_for",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="witness",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Shown",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("permitted", models.BooleanField()),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shown_in", to="people.person"
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shown", to="agreements.publication"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("publication", "child"), name="shown_once")],
            },
        ),
        migrations.CreateModel(
            name="SigningLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="signing_links", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("class", "A class"), ("desk", "Visitors at the desk")], max_length=8),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("opened_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("explained_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "group",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.group"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sittings", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-opened_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="TakeDown",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("down", "It is taken down"),
                            ("stopped", "It is printed and cannot be called back; no more copies are given out"),
                            ("permitted", "Permission came again: it may stay"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300)),
                (
                    "done_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "shown",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="take_downs", to="agreements.shown"
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "pk"],
                "indexes": [models.Index(fields=["done_at", "due_at"], name="agreements__done_at_939cf6_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True)), fields=("shown",), name="one_open_take_down"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.SlugField(max_length=40)),
                ("clause", models.SlugField(max_length=40)),
                ("heading", models.CharField(blank=True, max_length=80)),
                ("text", models.TextField(blank=True, max_length=1200)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
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
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wordings", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "kind", "clause"), name="one_wording_a_clause")
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("practical", "Demonstration or practical session"),
                            ("coffee", "Coffee morning or other informal meeting"),
                            ("stand", "Stand at an event that many come to"),
                            ("talk", "Talk or training"),
                            ("online", "Session online"),
                            ("survey", "Survey of parents"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("policy", "Our online safety policy"),
                            ("national", "National material for parents"),
                            ("social", "Risks of social networks"),
                            ("ages", "From which age sites and apps may be used"),
                            ("home", "Safer use at home"),
                            ("conduct", "How we write to and about each other online"),
                            ("other", "Something else"),
                        ],
                        default="other",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("plan", models.TextField(max_length=2000)),
                ("on", models.DateField()),
                ("starts", models.TimeField(null=True)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("led_by", models.CharField(max_length=120)),
                ("event", models.CharField(blank=True, max_length=120)),
                ("wider", models.BooleanField(default=False)),
                ("attended", models.PositiveSmallIntegerField(null=True)),
                ("score", models.PositiveSmallIntegerField(null=True)),
                ("feedback", models.TextField(blank=True, max_length=2000)),
                ("cancelled_at", models.DateTimeField(null=True)),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parent_activities",
                        to="access.school",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "activities",
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["school", "on"], name="agreements__school__1919a8_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("score__isnull", True), ("score__lte", 100), _connector="OR"),
                        name="a_score_is_percent",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(fields=["person", "-at"], name="agreements__person__e09b0d_idx"),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(fields=["child", "-at"], name="agreements__child_i_199266_idx"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                condition=models.Q(("child__isnull", True), ("withdrawn_at__isnull", True)),
                fields=("agreement", "person", "counts_for"),
                name="one_signature_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                condition=models.Q(("child__isnull", False), ("withdrawn_at__isnull", True)),
                fields=("agreement", "person", "child", "counts_for"),
                name="one_signature_a_person_and_child",
            ),
        ),
    ]
