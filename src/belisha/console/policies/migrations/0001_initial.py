import belisha.console.policies.models.policies
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
            name="Brought",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=160)),
                ("file_name", models.CharField(max_length=160)),
                ("digest", models.CharField(max_length=64)),
                ("brought_at", models.DateTimeField()),
                (
                    "brought_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="brought_policies", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-brought_at", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("school", "digest"), name="a_policy_is_brought_once")],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("words", models.TextField(blank=True)),
                ("file_name", models.CharField(blank=True, max_length=160)),
                ("media", models.CharField(blank=True, max_length=100)),
                ("size", models.PositiveIntegerField(default=0)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("scanned_by", models.CharField(blank=True, max_length=120)),
                ("adopted", models.DateField()),
                ("review_due", models.DateField()),
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
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True),
                            models.Q(("file_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_document_holds_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentContent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held", models.BinaryField()),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="content", to="policies.document"
                    ),
                ),
            ],
        ),
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
            name="EarlyCause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("law", "A change of the law"),
                            ("incident", "A grave incident"),
                            ("technology", "A new kind of technology"),
                            ("guidance", "A new edition of guidance, or of our clauses"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(max_length=400)),
                ("source", models.CharField(blank=True, max_length=80)),
                ("since", models.DateTimeField()),
                ("due", models.DateField()),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("review", "Review it now"),
                            ("wait", "Take it into the yearly review"),
                            ("nothing", "Nothing needs to change"),
                        ],
                        max_length=8,
                    ),
                ),
                ("decided_words", models.CharField(blank=True, max_length=400)),
                ("decided_at", models.DateTimeField(null=True)),
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
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.school"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="causes", to="policies.policy"
                    ),
                ),
            ],
            options={
                "ordering": ["since", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        fields=("policy", "source"),
                        name="one_cause_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_at__isnull", True), models.Q(("decision", ""), _negated=True), _connector="OR"
                        ),
                        name="a_decided_cause_says_what",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="policies.policy"
            ),
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due", models.DateField()),
                ("before", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="policies.policy"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("policy", "due", "before"), name="one_reminder_a_step")
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("token", models.CharField(max_length=32, unique=True)),
                ("asks", models.CharField(blank=True, max_length=300)),
                ("opened_at", models.DateTimeField()),
                ("closes", models.DateField()),
                ("closed_at", models.DateTimeField(null=True)),
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
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[("staff", "Staff"), ("pupils", "Pupils"), ("parents", "Parents and carers")],
                        max_length=8,
                    ),
                ),
                ("hands", models.PositiveSmallIntegerField(default=1)),
                ("answers", models.JSONField(default=dict)),
                ("words", models.TextField(blank=True)),
                ("team", models.CharField(blank=True, max_length=24)),
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
                    "klass",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.group"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.school"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="responses", to="policies.round"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["round", "school", "audience"], name="policies_re_round_i_38d833_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("by__isnull", False)),
                        fields=("round", "by", "school"),
                        name="one_response_a_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("klass__isnull", False)),
                        fields=("round", "klass"),
                        name="one_response_a_class",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[("staff", "Staff"), ("pupils", "Pupils"), ("parents", "Parents and carers")],
                        max_length=8,
                    ),
                ),
                ("said", models.CharField(max_length=400)),
                ("did", models.CharField(max_length=400)),
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
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="policies.round"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Sentence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("duties", models.JSONField(default=list)),
                ("score", models.FloatField(default=0)),
                ("suggestions", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("matched", "matched by the machine"),
                            ("unsure", "perhaps"),
                            ("none", "promises nothing that we know"),
                            ("confirmed", "looked at by somebody"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(null=True)),
                (
                    "brought",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sentences", to="policies.brought"
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
                "ordering": ["position"],
                "indexes": [models.Index(fields=["brought", "state"], name="policies_se_brought_110c45_idx")],
                "constraints": [models.UniqueConstraint(fields=("brought", "position"), name="one_sentence_a_place")],
            },
        ),
        migrations.CreateModel(
            name="Silence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[("staff", "Staff"), ("pupils", "Pupils"), ("parents", "Parents and carers")],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(max_length=400)),
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
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="silences", to="policies.round"
                    ),
                ),
            ],
            options={
                "ordering": ["audience"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "audience"), name="one_reason_for_silence_a_group")
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
            name="StepWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("technical", "Technical comment"),
                            ("leaders", "Leaders"),
                            ("governors", "Governors sent it back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField()),
                ("skipped", models.BooleanField(default=False)),
                ("by_name", models.CharField(max_length=160)),
                ("role", models.CharField(blank=True, max_length=24)),
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="step_words", to="policies.version"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["version", "step"], name="policies_st_version_db1f9a_idx")],
            },
        ),
        migrations.AddField(
            model_name="round",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="policies.version"
            ),
        ),
        migrations.CreateModel(
            name="PageCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("fault", models.CharField(blank=True, max_length=300)),
                ("failing_since", models.DateTimeField(null=True)),
                (
                    "school",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="policy_page_check",
                        to="access.school",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="policies.version"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OwnClause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(default=belisha.console.policies.models.policies._new_key, max_length=12)),
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
            name="FrozenAt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("sections", models.JSONField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.school"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="frozen_at", to="policies.version"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "digest", "school"), name="one_frozen_text_a_school")
                ],
            },
        ),
        migrations.CreateModel(
            name="Edit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("begun", "began the draft"),
                            ("left-out", "left a clause out"),
                            ("put-back", "put a clause back"),
                            ("own-words", "said a clause in the school's own words"),
                            ("our-words", "went back to the words of the template"),
                            ("added", "added a clause of its own"),
                            ("changed", "changed a clause of its own"),
                            ("removed", "removed a clause of its own"),
                            ("wellbeing", "wrote what it means for wellbeing"),
                            ("details", "changed where it comes from and who reviews it"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=80)),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("by_name", models.CharField(max_length=160)),
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="edits", to="policies.version"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["version", "-at"], name="policies_ed_version_003f74_idx")],
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
        migrations.CreateModel(
            name="ChangeMinuted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("parameter", models.CharField(max_length=80)),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("met_on", models.DateField()),
                ("minute", models.CharField(max_length=120)),
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
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes_minuted",
                        to="policies.version",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("met_on", models.DateField()),
                ("minute", models.CharField(max_length=120)),
                ("votes_for", models.PositiveSmallIntegerField()),
                ("votes_against", models.PositiveSmallIntegerField(default=0)),
                ("abstained", models.PositiveSmallIntegerField(default=0)),
                ("entered_name", models.CharField(max_length=160)),
                ("entered_at", models.DateTimeField()),
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="approvals", to="policies.version"
                    ),
                ),
            ],
            options={
                "ordering": ["-entered_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("votes_for__gt", models.F("votes_against"))),
                        name="an_approval_has_more_votes_for_it",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VersionSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                (
                    "part",
                    models.CharField(choices=[("head", "Headteacher"), ("chair", "Chair of governors")], max_length=8),
                ),
                ("name", models.CharField(max_length=160)),
                ("role", models.CharField(max_length=24)),
                ("at", models.DateTimeField()),
                ("seal", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="policies.version"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "digest", "part"), name="one_policy_signature_a_part"),
                    models.UniqueConstraint(fields=("version", "digest", "by"), name="two_people_sign_a_policy"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("policy", "number"), name="one_document_a_number"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("policy",),
                name="one_document_of_a_policy_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(fields=("version", "number"), name="one_round_a_number"),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)), fields=("version",), name="one_open_round_of_a_version"
            ),
        ),
    ]
