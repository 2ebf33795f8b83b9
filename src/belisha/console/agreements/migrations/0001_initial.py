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
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=180)),
                ("at", models.DateTimeField()),
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
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_for",
                        to="people.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="people.person"
                    ),
                ),
                (
                    "witness",
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
                "indexes": [models.Index(fields=["person", "-at"], name="agreements__person__e09b0d_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("child__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("agreement", "person"),
                        name="one_signature_a_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("child__isnull", False), ("withdrawn_at__isnull", True)),
                        fields=("agreement", "person", "child"),
                        name="one_signature_a_person_and_child",
                    ),
                ],
            },
        ),
    ]
