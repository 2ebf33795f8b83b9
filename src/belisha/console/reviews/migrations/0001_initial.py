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
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "being written"), ("signed", "signed"), ("withdrawn", "withdrawn")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("facts", models.JSONField(default=list)),
                ("frozen_at", models.DateTimeField(null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("taken_off", models.JSONField(default=list)),
                ("begun_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
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
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-begun_at", "-pk"],
                "indexes": [
                    models.Index(fields=["school", "kind", "-signed_at"], name="reviews_rev_school__d435cf_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("school", "kind"),
                        name="one_open_review_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "signed"), _negated=True), ("signed_at__isnull", False), _connector="OR"
                        ),
                        name="a_signed_review_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=400)),
                ("owner", models.CharField(max_length=120)),
                ("due", models.DateField()),
                ("done_at", models.DateTimeField(null=True)),
                ("done_words", models.CharField(blank=True, max_length=400)),
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
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="actions", to="reviews.review"
                    ),
                ),
            ],
            options={
                "ordering": ["due", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReviewCause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("risk", "A safeguarding risk was found"),
                            ("practice", "People work in another way"),
                            ("technology", "New technology came"),
                            ("update", "A major update of software"),
                            ("configuration", "The filter's set-up changed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("words", models.CharField(max_length=400)),
                ("since", models.DateTimeField()),
                (
                    "met_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="causes",
                        to="reviews.review",
                    ),
                ),
                (
                    "said_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="review_causes", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["since", "pk"],
                "indexes": [models.Index(fields=["school", "kind", "met_by"], name="reviews_rev_school__a6859a_idx")],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=40)),
                ("role", models.CharField(max_length=24)),
                ("at", models.DateTimeField()),
                ("words", models.CharField(max_length=1000)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="signatures", to="reviews.review"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("review", "part"), name="one_signature_a_part"),
                    models.UniqueConstraint(fields=("review", "by"), name="different_people_sign"),
                ],
            },
        ),
    ]
