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
            name="SpoolPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.CharField(max_length=40, unique=True)),
                ("offset", models.PositiveBigIntegerField(default=0)),
                ("before", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="CategoryAgreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("category", models.CharField(max_length=64)),
                ("role", models.CharField(blank=True, max_length=24)),
                ("reason", models.CharField(max_length=400)),
                ("agreed_at", models.DateTimeField()),
                ("last", models.DateField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agreed_by",
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
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="category_agreements",
                        to="access.school",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="category_agreements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["school", "last"], name="filtering_c_school__9bd130_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", ""), ("user__isnull", False)),
                            models.Q(models.Q(("role", ""), _negated=True), ("user__isnull", True)),
                            _connector="OR",
                        ),
                        name="agreed_for_a_role_or_a_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CategoryDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("category", models.CharField(max_length=60)),
                ("day", models.DateField()),
                ("entries", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["-day"], name="filtering_c_day_1ff97b_idx")],
                "constraints": [models.UniqueConstraint(fields=("category", "day"), name="one_category_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("assessing", "being assessed"),
                            ("applied", "in force"),
                            ("undone", "undone"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("ordinary", "ordinary"),
                            ("emergency", "emergency block"),
                            ("undoing", "takes another back"),
                            ("lesson", "open for a lesson"),
                        ],
                        default="ordinary",
                        max_length=10,
                    ),
                ),
                ("edits", models.TextField(default="[]")),
                ("inverse", models.TextField(default="[]")),
                ("made_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("score", models.PositiveSmallIntegerField(null=True)),
                ("mark", models.PositiveSmallIntegerField(null=True)),
                ("consent_at", models.DateTimeField(null=True)),
                ("consent_words", models.CharField(blank=True, max_length=400)),
                ("applied_at", models.DateTimeField(null=True)),
                ("published", models.CharField(blank=True, max_length=64)),
                ("published_at", models.DateTimeField(null=True)),
                ("publish_fault", models.CharField(blank=True, max_length=300)),
                ("review_due", models.DateField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("review_words", models.CharField(blank=True, max_length=1000)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "applied_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "consent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filter_changes",
                        to="access.federation",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filter_changes_made",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewed_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filter_changes",
                        to="access.school",
                    ),
                ),
                (
                    "undoes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="filtering.change",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["federation", "state"], name="filtering_c_federat_e75267_idx"),
                    models.Index(fields=["school", "-made_at"], name="filtering_c_school__e5f9c9_idx"),
                    models.Index(fields=["-applied_at"], name="filtering_c_applied_5a0ed1_idx"),
                    models.Index(
                        condition=models.Q(("reviewed_at__isnull", True)),
                        fields=["review_due"],
                        name="changes_to_review",
                    ),
                    models.Index(
                        condition=models.Q(("published", "")), fields=["applied_at"], name="changes_to_publish"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["applied", "undone"]), _negated=True),
                            ("applied_at__isnull", False),
                            _connector="OR",
                        ),
                        name="what_is_applied_says_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=2000)),
                ("host", models.CharField(max_length=253)),
                ("readable", models.BooleanField(default=True)),
                ("holder", models.CharField(max_length=12)),
                ("holder_id", models.CharField(blank=True, max_length=64)),
                ("holder_name", models.CharField(max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("teacher", "with the teacher"),
                            ("managers", "with the filter managers"),
                            ("change", "in a change"),
                            ("opened", "opened"),
                            ("declined", "answered no"),
                            ("shut", "was open, closed again"),
                        ],
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("passed_at", models.DateTimeField(null=True)),
                ("pass_words", models.CharField(blank=True, max_length=1000)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer_code", models.CharField(blank=True, max_length=12)),
                ("answer_words", models.CharField(blank=True, max_length=1000)),
                ("minutes", models.PositiveIntegerField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "in_class",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="asks", to="people.group"
                    ),
                ),
                (
                    "passed_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="asks", to="access.school"
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asks",
                        to="filtering.change",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["school", "-asked_at"], name="filtering_a_school__371eb5_idx"),
                    models.Index(
                        fields=["school", "host", "holder", "holder_id"], name="filtering_a_school__d144da_idx"
                    ),
                    models.Index(fields=["answered_at", "due_at"], name="filtering_a_answere_a0ab00_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", False),
                            ("state__in", ["teacher", "managers", "change"]),
                            _connector="OR",
                        ),
                        name="answered_asks_say_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Comparison",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                ("requests", models.PositiveIntegerField(default=0)),
                ("distinct", models.PositiveIntegerField(default=0)),
                ("compared", models.PositiveIntegerField(default=0)),
                ("disagreements", models.PositiveIntegerField(default=0)),
                ("milliseconds", models.PositiveIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, max_length=400)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="filter_comparisons",
                        to="access.school",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("school", "day"), name="one_comparison_a_day")],
            },
        ),
        migrations.CreateModel(
            name="CoverageCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gap", models.CharField(max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("school-silent", "school-silent"),
                            ("network-silent", "network-silent"),
                            ("device-silent", "device-silent"),
                            ("device-unregistered", "device-unregistered"),
                            ("person-never-seen", "person-never-seen"),
                            ("nobody-known", "nobody-known"),
                            ("calendar", "calendar"),
                            ("gateway-silent", "gateway-silent"),
                            ("gateway-clock", "gateway-clock"),
                            ("gateway-policy", "gateway-policy"),
                            ("gateway-lists", "gateway-lists"),
                            ("gateway-service", "gateway-service"),
                            ("gateway-trouble", "gateway-trouble"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("red", "something may go unseen"), ("amber", "seen, but not whose")], max_length=5
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("reason", models.CharField(max_length=500)),
                ("to_do", models.CharField(max_length=500)),
                ("count", models.PositiveIntegerField(default=1)),
                ("items", models.JSONField(blank=True, default=list)),
                ("first_seen", models.DateTimeField()),
                ("last_seen", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("explained", "explained"), ("closed", "over")],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("explained_until", models.DateField(null=True)),
                ("explanation", models.CharField(blank=True, max_length=400)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "explained_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverage_cases",
                        to="access.federation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverage_cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverage_cases",
                        to="access.school",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["school", "state"], name="filtering_c_school__ba9c4f_idx"),
                    models.Index(fields=["federation", "state"], name="filtering_c_federat_bf786b_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "closed"), _negated=True),
                        fields=("federation", "gap"),
                        name="one_case_while_it_lasts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "explained"), _negated=True),
                            models.Q(("explained_until__isnull", False), models.Q(("explanation", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="what_is_explained_says_why_and_until_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoverageLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(null=True)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                (
                    "federation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coverage_look",
                        to="access.federation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DigestSign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week", models.DateField()),
                (
                    "side",
                    models.CharField(choices=[("education", "teaching"), ("technical", "technical")], max_length=9),
                ),
                ("at", models.DateTimeField()),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("content", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="filter_digests", to="access.school"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("school", "week", "side"), name="one_signature_a_side"),
                    models.UniqueConstraint(fields=("school", "week", "by"), name="two_people_sign_a_week"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Disagreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("address", models.CharField(max_length=500)),
                ("profile", models.CharField(max_length=64)),
                ("group", models.CharField(blank=True, max_length=64)),
                ("gateway", models.CharField(max_length=300)),
                ("console", models.CharField(max_length=600)),
                ("times", models.PositiveIntegerField()),
                (
                    "comparison",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="found", to="filtering.comparison"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FailureReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("open", "Pages open that should be blocked"),
                            ("shut", "Everything is blocked, or nothing loads"),
                            ("wrong", "It takes people for somebody else"),
                            ("other", "Something else"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.CharField(max_length=2000)),
                ("where", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("roles", models.JSONField(default=list)),
                ("due_at", models.DateTimeField()),
                ("close_by", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("close_words", models.CharField(blank=True, max_length=1000)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filter_failures",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="filter_failures", to="access.school"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["school", "-at"], name="filtering_f_school__5b8d1c_idx"),
                    models.Index(fields=["closed_at", "due_at"], name="filtering_f_closed__ba4dc3_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Gateway",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("is_local", models.BooleanField(default=False)),
                ("record_name", models.CharField(blank=True, max_length=60)),
                ("added_at", models.DateTimeField()),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("code_ends", models.DateTimeField(null=True)),
                ("token_hash", models.CharField(blank=True, max_length=64)),
                ("joined_at", models.DateTimeField(null=True)),
                ("machine", models.CharField(blank=True, max_length=120)),
                ("taken_out_at", models.DateTimeField(null=True)),
                ("serial", models.PositiveBigIntegerField(default=0)),
                ("told_digest", models.CharField(blank=True, max_length=64)),
                ("told_at", models.DateTimeField(null=True)),
                ("pointer", models.TextField(blank=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("runs_serial", models.PositiveBigIntegerField(default=0)),
                ("runs_policy", models.CharField(blank=True, max_length=64)),
                ("runs_lists", models.CharField(blank=True, max_length=64)),
                ("runs_since", models.DateTimeField(null=True)),
                ("up_to_date", models.BooleanField(default=False)),
                ("version", models.CharField(blank=True, max_length=40)),
                ("fault", models.CharField(blank=True, max_length=300)),
                ("requests", models.PositiveIntegerField(null=True)),
                ("free_mb", models.PositiveBigIntegerField(null=True)),
                ("checks", models.JSONField(blank=True, default=list)),
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
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gateways", to="access.federation"
                    ),
                ),
                ("schools", models.ManyToManyField(related_name="gateways", to="access.school")),
                (
                    "taken_out_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["federation", "taken_out_at"], name="filtering_g_federat_47b0c8_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("token_hash", ""), _negated=True),
                        fields=("token_hash",),
                        name="one_gateway_a_token",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("code_hash", ""), _negated=True),
                        fields=("code_hash",),
                        name="one_gateway_a_code",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_local", True)), fields=("federation",), name="one_local_gateway"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_out_at__isnull", True),
                            models.Q(("code_hash", ""), ("token_hash", "")),
                            _connector="OR",
                        ),
                        name="a_gateway_taken_out_has_no_key",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GatewayHour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField()),
                ("most_requests", models.PositiveIntegerField(default=0)),
                ("least_free_mb", models.PositiveBigIntegerField(null=True)),
                (
                    "gateway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hours", to="filtering.gateway"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("gateway", "hour"), name="one_row_an_hour")],
            },
        ),
        migrations.CreateModel(
            name="Half",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(choices=[("education", "teaching"), ("technical", "technical")], max_length=9),
                ),
                ("at", models.DateTimeField()),
                ("answers", models.JSONField()),
                ("likelihood", models.PositiveSmallIntegerField()),
                ("impact", models.PositiveSmallIntegerField()),
                ("advice", models.CharField(blank=True, max_length=1000)),
                ("against", models.BooleanField(default=False)),
                ("edits_digest", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="halves", to="filtering.change"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("change", "side"), name="one_half_a_side"),
                    models.UniqueConstraint(fields=("change", "by"), name="two_people_assess"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandTest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("device", models.CharField(max_length=120)),
                ("place", models.CharField(blank=True, max_length=120)),
                (
                    "users",
                    models.CharField(
                        choices=[("pupils", "pupils"), ("staff", "staff"), ("guests", "guests")], max_length=6
                    ),
                ),
                (
                    "child_abuse",
                    models.CharField(
                        choices=[("blocked", "blocked"), ("open", "not blocked"), ("not-done", "not tested")],
                        max_length=8,
                    ),
                ),
                (
                    "terrorism",
                    models.CharField(
                        choices=[("blocked", "blocked"), ("open", "not blocked"), ("not-done", "not tested")],
                        max_length=8,
                    ),
                ),
                (
                    "adult",
                    models.CharField(
                        choices=[("blocked", "blocked"), ("open", "not blocked"), ("not-done", "not tested")],
                        max_length=8,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("blocked", "blocked"), ("open", "not blocked"), ("not-done", "not tested")],
                        max_length=8,
                    ),
                ),
                ("action", models.CharField(blank=True, max_length=1000)),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="hand_tests", to="access.school"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["school", "-day"], name="filtering_h_school__b74c0b_idx")],
            },
        ),
        migrations.CreateModel(
            name="Impact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("working", "being worked out"),
                            ("done", "worked out"),
                            ("failed", "could not be worked out"),
                        ],
                        default="working",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("content", models.JSONField(default=dict)),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="impacts", to="filtering.change"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("change", "key"), name="one_impact_a_policy")],
            },
        ),
        migrations.CreateModel(
            name="LessonOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("category", models.CharField(max_length=64)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("opened_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="filtering.categoryagreement",
                    ),
                ),
                (
                    "change",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opening", to="filtering.change"
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
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lesson_openings", to="people.group"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lesson_openings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lesson_openings", to="access.school"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["closed_at", "until"], name="filtering_l_closed__4998a7_idx"),
                    models.Index(fields=["school", "-opened_at"], name="filtering_l_school__f3a1ca_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("opened_at"))), name="opening_ends_after_start"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ListDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("list", models.CharField(max_length=120)),
                ("day", models.DateField()),
                ("source", models.CharField(max_length=80)),
                ("publisher", models.CharField(max_length=120)),
                ("licence", models.CharField(max_length=60)),
                ("categories", models.CharField(max_length=200)),
                ("origin", models.CharField(max_length=10)),
                ("dated", models.DateField(null=True)),
                ("version", models.CharField(blank=True, max_length=40)),
                ("entries", models.PositiveIntegerField(default=0)),
                ("added", models.PositiveIntegerField(null=True)),
                ("removed", models.PositiveIntegerField(null=True)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("updated", "updated"),
                            ("unchanged", "no newer edition"),
                            ("refused", "not taken"),
                            ("failed", "not fetched"),
                            ("offline", "no internet"),
                        ],
                        max_length=9,
                    ),
                ),
                ("result_at", models.DateTimeField(null=True)),
                ("message", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "indexes": [models.Index(fields=["-day"], name="filtering_l_day_d076b5_idx")],
                "constraints": [models.UniqueConstraint(fields=("list", "day"), name="one_list_a_day")],
            },
        ),
        migrations.CreateModel(
            name="ListOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("list", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("updated", "updated"),
                            ("unchanged", "no newer edition"),
                            ("refused", "not taken"),
                            ("failed", "not fetched"),
                            ("offline", "no internet"),
                        ],
                        max_length=9,
                    ),
                ),
                ("message", models.CharField(blank=True, max_length=300)),
                ("before", models.PositiveIntegerField(default=0)),
                ("after", models.PositiveIntegerField(default=0)),
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
                "indexes": [models.Index(fields=["list", "-at"], name="filtering_l_list_6c79eb_idx")],
            },
        ),
        migrations.CreateModel(
            name="ListSuggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("host", models.CharField(max_length=253)),
                ("categories", models.CharField(max_length=400)),
                ("people", models.PositiveIntegerField()),
                ("schools", models.PositiveIntegerField()),
                ("first_found", models.DateField()),
                ("last_found", models.DateField()),
                ("looked_at", models.DateTimeField(null=True)),
                ("words", models.CharField(blank=True, max_length=400)),
                (
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="list_suggestions",
                        to="access.federation",
                    ),
                ),
                (
                    "looked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("federation", "host"), name="one_suggestion_a_site")],
            },
        ),
        migrations.CreateModel(
            name="ManagerRight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("reason", models.CharField(max_length=400)),
                ("given_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
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
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filter_managers",
                        to="access.federation",
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
                    "school",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filter_managers",
                        to="access.school",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filter_rights",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "last"], name="filtering_m_user_id_8b6f73_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))), name="filter_right_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_by__isnull", True),
                            models.Q(("given_by", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_makes_themselves_manager",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PageReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=2000)),
                ("host", models.CharField(max_length=253)),
                ("written", models.CharField(max_length=4000)),
                ("words", models.CharField(blank=True, max_length=4000)),
                ("number", models.CharField(max_length=12, null=True, unique=True)),
                (
                    "known",
                    models.CharField(
                        choices=[
                            ("signed-in", "signed in here"),
                            ("record", "the gateway's record of that device"),
                            ("device", "whose device it is"),
                            ("not", "not known"),
                        ],
                        max_length=10,
                    ),
                ),
                ("device", models.CharField(blank=True, max_length=80)),
                ("said", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("blocked", "blocked, to be looked at"),
                            ("waiting", "still open, to be looked at"),
                            ("kept", "stays blocked"),
                            ("open", "stays open"),
                            ("practice", "practice"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "held",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unreadable", "what was written is not the address of a page"),
                            ("stay-open", "it is on a site that lessons or the school need"),
                            ("opened", "people of the school have opened it by a rule"),
                            ("too-many", "whoever reported it has reported many pages today"),
                            ("no-policy", "the console does not hold the filter's policy yet"),
                            ("refused", "the filter's policy did not take the block"),
                        ],
                        max_length=10,
                    ),
                ),
                ("practice", models.BooleanField(default=False)),
                ("illegal", models.BooleanField(default=False)),
                ("due_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer_words", models.CharField(blank=True, max_length=1000)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="page_reports",
                        to="filtering.change",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="page_reports",
                        to="people.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="page_reports", to="access.school"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="page_reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["school", "-at"], name="filtering_p_school__cbae65_idx"),
                    models.Index(fields=["answered_at", "due_at"], name="filtering_p_answere_ddc0a3_idx"),
                    models.Index(fields=["user", "-at"], name="filtering_p_user_id_46199b_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("practice", False),
                            models.Q(("change__isnull", True), ("state", "practice")),
                            _connector="OR",
                        ),
                        name="practice_blocks_nothing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("profile", models.CharField(max_length=64)),
                ("reason", models.CharField(max_length=400)),
                ("review_on", models.DateField()),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="filtering.change"
                    ),
                ),
                (
                    "approver",
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
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="filtering.change"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="own_profiles", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("person",),
                        name="one_profile_of_their_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="own_profile_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("content", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "change",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="version",
                        to="filtering.change",
                    ),
                ),
                (
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policy_versions",
                        to="access.federation",
                    ),
                ),
            ],
            options={
                "ordering": ["federation", "-number"],
                "indexes": [models.Index(fields=["federation", "-at"], name="filtering_p_federat_5d2098_idx")],
                "constraints": [models.UniqueConstraint(fields=("federation", "number"), name="one_version_a_number")],
            },
        ),
        migrations.CreateModel(
            name="ProbeAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("profile", models.CharField(max_length=64)),
                ("sign_in", models.CharField(max_length=150, unique=True)),
                ("secret", models.CharField(max_length=300)),
                ("hashed", models.CharField(max_length=200)),
                ("set_at", models.DateTimeField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="probe_accounts", to="access.school"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("school", "profile"), name="one_probe_account_a_profile")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProbeAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=2000)),
                ("wanted", models.CharField(choices=[("open", "stays open"), ("block", "is blocked")], max_length=5)),
                ("locked_list", models.CharField(blank=True, max_length=64)),
                ("why", models.CharField(max_length=400)),
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
                    "ended_by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="probe_addresses", to="access.school"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("school", "address"),
                        name="one_probe_address",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProbeRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("full", "everything"), ("quick", "the most important")], max_length=5),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("clock", "by the clock"),
                            ("change", "after a change of the filter"),
                            ("lists", "after new lists"),
                            ("hand", "asked for by somebody"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "could not be made"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("gateway", models.CharField(blank=True, max_length=260)),
                ("policy", models.CharField(blank=True, max_length=64)),
                ("lists", models.CharField(blank=True, max_length=64)),
                ("planned", models.PositiveIntegerField(default=0)),
                ("made", models.PositiveIntegerField(default=0)),
                ("passed", models.PositiveIntegerField(default=0)),
                ("shut", models.PositiveIntegerField(default=0)),
                ("unseen", models.PositiveIntegerField(default=0)),
                ("unknown", models.PositiveIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, max_length=400)),
                (
                    "asked_by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="probe_runs", to="access.school"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["school", "-asked_at"], name="filtering_p_school__15ac91_idx"),
                    models.Index(fields=["school", "state"], name="filtering_p_school__0edf65_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProbeResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("profile", models.CharField(max_length=64)),
                ("network", models.CharField(blank=True, max_length=64)),
                ("tls", models.CharField(max_length=5)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("page", "our own test page"),
                            ("listed", "real entry of a list"),
                            ("locked", "locked list"),
                            ("search", "safe search"),
                            ("download", "download"),
                            ("bypass", "way round the filter"),
                            ("open", "site for lessons"),
                            ("own", "address of the school's own"),
                        ],
                        max_length=8,
                    ),
                ),
                ("category", models.CharField(blank=True, max_length=64)),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("well", "as the policy says"),
                            ("passed", "came through, should be blocked"),
                            ("shut", "blocked, should be open"),
                            ("unseen", "cannot be seen: read by name only"),
                            ("unknown", "not known"),
                        ],
                        max_length=7,
                    ),
                ),
                ("wanted", models.CharField(max_length=5)),
                ("said", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                ("address", models.CharField(max_length=500)),
                ("policy", models.CharField(max_length=12)),
                ("lists", models.CharField(max_length=12)),
                ("milliseconds", models.PositiveIntegerField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="results", to="filtering.proberun"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["run", "outcome"], name="filtering_p_run_id_1ef368_idx"),
                    models.Index(fields=["run", "profile", "category"], name="filtering_p_run_id_f261a9_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FilterCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("tested", models.JSONField()),
                ("suits", models.BooleanField()),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("action", models.CharField(blank=True, max_length=1000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="filter_checks", to="access.school"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="filtering.proberun",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["school", "-at"], name="filtering_f_school__5ac0f5_idx")],
            },
        ),
        migrations.CreateModel(
            name="ProbeState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("profile", models.CharField(max_length=64)),
                ("network", models.CharField(blank=True, max_length=64)),
                ("tls", models.CharField(max_length=5)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("page", "our own test page"),
                            ("listed", "real entry of a list"),
                            ("locked", "locked list"),
                            ("search", "safe search"),
                            ("download", "download"),
                            ("bypass", "way round the filter"),
                            ("open", "site for lessons"),
                            ("own", "address of the school's own"),
                        ],
                        max_length=8,
                    ),
                ),
                ("category", models.CharField(blank=True, max_length=64)),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("well", "as the policy says"),
                            ("passed", "came through, should be blocked"),
                            ("shut", "blocked, should be open"),
                            ("unseen", "cannot be seen: read by name only"),
                            ("unknown", "not known"),
                        ],
                        max_length=7,
                    ),
                ),
                ("wanted", models.CharField(max_length=5)),
                ("said", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                ("since", models.DateTimeField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="filtering.proberun"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="probe_states", to="access.school"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["school", "outcome"], name="filtering_p_school__41f54c_idx"),
                    models.Index(fields=["school", "category"], name="filtering_p_school__0b24fe_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "profile", "network", "tls", "kind", "category", "name"),
                        name="one_state_a_probe",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProcedureRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("version", models.CharField(max_length=10)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="procedure_reads", to="access.school"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="procedure_reads",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["school", "user", "-at"], name="filtering_p_school__b0166b_idx")],
            },
        ),
        migrations.CreateModel(
            name="RefusedSite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("host", models.CharField(max_length=253)),
                ("category", models.CharField(blank=True, max_length=60)),
                ("rule", models.CharField(blank=True, max_length=64)),
                ("people", models.PositiveIntegerField()),
                ("tries", models.PositiveIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("right", "rightly blocked"), ("asked", "a change was asked for")],
                        max_length=5,
                    ),
                ),
                ("looked_at", models.DateTimeField(null=True)),
                (
                    "looked_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="refused_sites", to="access.school"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("school", "day", "host"), name="one_refused_site_a_day"),
                    models.CheckConstraint(condition=models.Q(("people__gte", 5)), name="no_small_numbers_of_refused"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RemoteGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "whose",
                    models.CharField(
                        choices=[
                            ("outside", "somebody of an outside organisation"),
                            ("staff", "our own staff, working away"),
                        ],
                        default="outside",
                        max_length=7,
                    ),
                ),
                ("agency", models.CharField(max_length=120)),
                ("person", models.CharField(max_length=120)),
                ("need", models.CharField(max_length=400)),
                ("scope", models.CharField(max_length=400)),
                (
                    "sees",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "nothing about pupils"),
                            ("named", "only the children who are named here"),
                            ("more", "more children than that"),
                        ],
                        max_length=5,
                    ),
                ),
                ("system", models.CharField(max_length=120)),
                ("second_factor", models.BooleanField()),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_words", models.CharField(blank=True, max_length=400)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("children", models.ManyToManyField(blank=True, related_name="+", to="people.person")),
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
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remote_grants", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["last", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))), name="remote_access_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            ("asked_by__isnull", True),
                            models.Q(("approved_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_approves_their_own_remote_access",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("host", models.CharField(max_length=253)),
                ("category", models.CharField(max_length=60)),
                ("belongs", models.BooleanField()),
                ("reason", models.CharField(max_length=400)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "waits for a second person"),
                            ("agreed", "in the lists"),
                            ("declined", "declined"),
                            ("ended", "taken back"),
                        ],
                        default="proposed",
                        max_length=8,
                    ),
                ),
                ("technical", models.BooleanField()),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("words", models.CharField(blank=True, max_length=400)),
                ("ended_at", models.DateTimeField(null=True)),
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
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="site_corrections",
                        to="access.federation",
                    ),
                ),
                (
                    "proposed_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="site_corrections", to="access.school"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["proposed", "agreed"])),
                        fields=("federation", "host", "category"),
                        name="one_standing_correction",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_agrees_with_themselves_on_a_list",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "holder",
                    models.CharField(
                        choices=[
                            ("federation", "federation"),
                            ("unknown", "unknown"),
                            ("school", "school"),
                            ("key-stage", "key-stage"),
                            ("year", "year"),
                            ("class", "class"),
                            ("group", "group"),
                            ("room", "room"),
                            ("person", "person"),
                        ],
                        max_length=12,
                    ),
                ),
                ("holder_id", models.CharField(blank=True, max_length=64)),
                ("code", models.CharField(max_length=64)),
                ("address", models.CharField(max_length=2000)),
                ("host", models.CharField(max_length=253)),
                ("verdict", models.CharField(choices=[("allow", "open"), ("block", "blocked")], max_length=5)),
                ("reason", models.CharField(max_length=400)),
                ("owner_name", models.CharField(max_length=120)),
                ("until", models.DateTimeField(null=True)),
                ("locked", models.BooleanField(default=False)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("counted_since", models.DateField(null=True)),
                ("last_used", models.DateField(null=True)),
                ("uses", models.PositiveBigIntegerField(default=0)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules_added",
                        to="filtering.change",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules_ended",
                        to="filtering.change",
                    ),
                ),
                (
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="site_rules", to="access.federation"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_site_rules",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="site_rules",
                        to="people.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="site_rules",
                        to="access.school",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["federation", "ended_at", "host"], name="filtering_s_federat_7bb667_idx"),
                    models.Index(fields=["school", "ended_at", "host"], name="filtering_s_school__e517ff_idx"),
                    models.Index(fields=["ended_at", "until"], name="filtering_s_ended_a_340aff_idx"),
                    models.Index(fields=["federation", "code"], name="filtering_s_federat_da1a27_idx"),
                    models.Index(
                        fields=["federation", "ended_at", "holder", "holder_id", "school"], name="rules_by_holder"
                    ),
                    models.Index(fields=["owner", "ended_at"], name="filtering_s_owner_i_e49b65_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("verdict", "allow"), _negated=True),
                        name="what_opens_has_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="site_rule_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("locked", False), ("school__isnull", True), _connector="OR"),
                        name="only_federations_lock_rules",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("federation", "code"),
                        name="one_standing_rule_a_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpoolFault",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.CharField(max_length=40)),
                ("offset", models.PositiveBigIntegerField()),
                ("size", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("looked_at", models.DateTimeField(null=True)),
                (
                    "looked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("file", "offset"), name="one_fault_a_line")],
            },
        ),
        migrations.CreateModel(
            name="StepTaken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("supplier", "The filter's supplier"),
                            ("provider", "The broadband provider"),
                            ("iwf", "Internet Watch Foundation (IWF)"),
                            ("police", "The police"),
                            ("authority", "The local authority or trust"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("ticket", models.CharField(blank=True, max_length=80)),
                ("words", models.CharField(blank=True, max_length=400)),
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
                    "failure",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="filtering.failurereport",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="filtering.pagereport",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failure__isnull", False), ("report__isnull", True)),
                            models.Q(("failure__isnull", True), ("report__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_step_of_a_report_or_a_failure",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Asker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=12, null=True, unique=True)),
                (
                    "known",
                    models.CharField(
                        choices=[
                            ("signed-in", "signed in here"),
                            ("record", "the gateway's record of that device"),
                            ("device", "whose device it is"),
                            ("not", "not known"),
                        ],
                        max_length=10,
                    ),
                ),
                ("device", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField()),
                ("address", models.CharField(max_length=2000)),
                ("reason", models.CharField(blank=True, max_length=4000)),
                ("said", models.JSONField(default=dict)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "ask",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="askers", to="filtering.ask"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="asks", to="people.person"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["user", "-at"], name="filtering_a_user_id_cafeee_idx")],
            },
        ),
    ]
