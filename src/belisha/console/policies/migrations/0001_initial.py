import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("access", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.SlugField(max_length=40)),
                ("title", models.CharField(max_length=160)),
                ("owner", models.CharField(max_length=24)),
                ("review_months", models.PositiveSmallIntegerField(default=12)),
                (
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="policies", to="access.federation"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policies",
                        to="access.school",
                    ),
                ),
            ],
            options={
                "ordering": ["title", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("school__isnull", False)),
                        fields=("school", "kind"),
                        name="one_policy_of_a_kind_a_school",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("school__isnull", True)),
                        fields=("federation", "kind"),
                        name="one_policy_of_a_kind_for_all",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("consulting", "out for consultation"),
                            ("leaders", "with the leaders"),
                            ("governors", "with the governors"),
                            ("signing", "approved, being signed"),
                            ("published", "in force"),
                            ("superseded", "replaced"),
                            ("abandoned", "given up"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("edition", models.CharField(max_length=20)),
                ("template", models.CharField(blank=True, max_length=200)),
                ("advice", models.TextField(blank=True)),
                ("wellbeing", models.TextField(blank=True)),
                ("reviewer", models.CharField(blank=True, max_length=24)),
                ("begun_at", models.DateTimeField()),
                ("frozen", models.JSONField(null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("adopted", models.DateField(null=True)),
                ("review_due", models.DateField(null=True)),
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
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="policies.policy"
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("policy", "number"), name="one_policy_version_a_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("policy",),
                        name="one_version_of_a_policy_in_force",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "consulting", "leaders", "governors", "signing"])),
                        fields=("policy",),
                        name="one_version_of_a_policy_in_the_making",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(("adopted__isnull", False), ("frozen__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_version_in_force_was_adopted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnClause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.SlugField(max_length=60)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("words", models.TextField()),
                ("duties", models.JSONField(default=list)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="own_clauses", to="policies.version"
                    ),
                ),
            ],
            options={
                "ordering": ["section", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ClauseChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clause", models.SlugField(max_length=80)),
                ("off", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("words", models.TextField(blank=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="choices", to="policies.version"
                    ),
                ),
            ],
            options={
                "ordering": ["clause"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "clause"), name="one_choice_a_clause"),
                    models.CheckConstraint(
                        condition=models.Q(("off", False), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="a_clause_left_out_says_why",
                    ),
                ],
            },
        ),
    ]
