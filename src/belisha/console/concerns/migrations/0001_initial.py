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
                            ("coming", "Being taken over"),
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
                ("low_level", models.BooleanField(default=False)),
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
                    models.Index(condition=models.Q(("low_level", True)), fields=["school"], name="low_level_record"),
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "coming"), _negated=True), ("origin", "import"), _connector="OR"
                        ),
                        name="coming_is_imported",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("acknowledge_by", models.DateTimeField()),
                ("act_by", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                (
                    "due_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("acknowledge", "acknowledge"),
                            ("act", "act"),
                            ("step", "do a step"),
                            ("task", "chase a task"),
                            ("review", "review"),
                        ],
                        max_length=12,
                    ),
                ),
                ("out_of_hours", models.BooleanField(default=False)),
                ("rung", models.PositiveSmallIntegerField(default=0)),
                ("rung_at", models.DateTimeField(null=True)),
                (
                    "concern",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clock", to="concerns.concern"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["rung_at"], name="concerns_cl_rung_at_97203f_idx"),
                    models.Index(fields=["due_at"], name="concerns_cl_due_at_16ea05_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConcernImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("digest", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("mapping", "Waits for its columns"),
                            ("preview", "Can be looked at"),
                            ("applying", "Is being taken over"),
                            ("applied", "Taken over"),
                            ("undoing", "Is being taken back"),
                            ("undone", "Taken back"),
                            ("discarded", "Put away"),
                        ],
                        default="mapping",
                        max_length=10,
                    ),
                ),
                ("data", models.BinaryField(null=True)),
                ("mapping", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("archive", models.CharField(blank=True, max_length=100)),
                ("seen", models.CharField(blank=True, max_length=64)),
                ("begun_at", models.DateTimeField(null=True)),
                ("written", models.PositiveIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "indexes": [
                    models.Index(fields=["school", "by", "-at"], name="concerns_co_school__b01651_idx"),
                    models.Index(fields=["state", "at"], name="concerns_co_state_62ad74_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agency", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=120)),
                ("phone", models.CharField(blank=True, max_length=60)),
                ("out_of_hours", models.CharField(blank=True, max_length=60)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("link", models.URLField(blank=True, max_length=300)),
                ("hours", models.CharField(blank=True, max_length=120)),
                ("notes", models.CharField(blank=True, max_length=400)),
                ("checked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "checked_by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["agency", "name", "pk"],
                "indexes": [
                    models.Index(fields=["school", "agency", "ended_at"], name="concerns_co_school__ac1d70_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phone", ""), _negated=True),
                            models.Q(("email", ""), _negated=True),
                            models.Q(("link", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_contact_can_be_reached",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Drill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("book", models.CharField(max_length=40)),
                ("version", models.PositiveSmallIntegerField()),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("words", models.CharField(blank=True, max_length=1000)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.school"
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at", "-pk"],
                "indexes": [models.Index(fields=["school", "-finished_at"], name="concerns_dr_school__913ef5_idx")],
            },
        ),
        migrations.CreateModel(
            name="DrillStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=400)),
                ("within", models.CharField(max_length=8)),
                ("place", models.PositiveSmallIntegerField()),
                ("done_at", models.DateTimeField(null=True)),
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
                    "drill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="concerns.drill"
                    ),
                ),
            ],
            options={
                "ordering": ["place"],
                "constraints": [models.UniqueConstraint(fields=("drill", "place"), name="a_drills_step_once")],
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
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("procedure", models.CharField(max_length=32)),
                ("applies", models.BooleanField()),
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
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="concerns.concern"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.entry"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "indexes": [
                    models.Index(fields=["concern", "procedure"], name="concerns_an_concern_68a233_idx"),
                    models.Index(fields=["procedure", "at"], name="concerns_an_procedu_20e243_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(max_length=40)),
                ("typed", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField()),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entry_drafts", to="concerns.concern"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["saved_at"], name="concerns_en_saved_a_a20197_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "concern", "form"), name="one_draft_of_an_entry")
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=32, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=12)),
                (
                    "shows",
                    models.CharField(
                        choices=[
                            ("screenshot", "A picture of a screen"),
                            ("messages", "Messages that were exported or saved"),
                            ("picture", "Another picture"),
                            ("recording", "A recording"),
                            ("paper", "A letter, form or note"),
                            ("other", "Something else"),
                        ],
                        default="other",
                        max_length=12,
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("locked_key", models.CharField(max_length=120)),
                ("lock", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(blank=True, max_length=160)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for the virus scanner"),
                            ("clean", "scanned, nothing found"),
                            ("infected", "the scanner found something: kept, and given to nobody"),
                            ("sealed", "sealed away: given to nobody"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("scanned_at", models.DateTimeField(null=True)),
                ("scanner", models.CharField(blank=True, max_length=120)),
                ("found", models.CharField(blank=True, max_length=160)),
                ("sealed_at", models.DateTimeField(null=True)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="concerns.concern"
                    ),
                ),
                (
                    "sealed_by",
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
                "indexes": [
                    models.Index(fields=["concern", "at"], name="concerns_ev_concern_f70088_idx"),
                    models.Index(fields=["state", "at"], name="concerns_ev_state_847a40_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["clean", "infected"]), _negated=True),
                            ("scanned_at__isnull", False),
                            _connector="OR",
                        ),
                        name="scanned_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sealed"), _negated=True), ("sealed_at__isnull", False), _connector="OR"
                        ),
                        name="sealed_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=32, unique=True)),
                ("to_school", models.CharField(max_length=160)),
                ("lead", models.CharField(max_length=160)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("recipient", models.CharField(max_length=80)),
                ("moves_on", models.DateField()),
                ("due", models.DateField()),
                ("named", models.BooleanField(default=False)),
                ("other_routes", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("concerns", models.JSONField(default=list)),
                ("sent_on", models.DateField(null=True)),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mail", "By e-mail, as the locked file"),
                            ("transfer", "By a secure transfer site"),
                            ("hand", "By hand, on a medium"),
                            ("post", "By signed-for post, on a medium"),
                        ],
                        max_length=8,
                    ),
                ),
                ("receipt_on", models.DateField(null=True)),
                ("receipt_by", models.CharField(blank=True, max_length=160)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "No receipt yet"),
                            ("received", "The next school has it"),
                            ("ended", "Ended without a receipt"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=400)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
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
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "indexes": [models.Index(fields=["school", "outcome"], name="concerns_ha_school__833923_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "open")), fields=("child",), name="one_hand_over_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "received"), _negated=True),
                            ("receipt_on__isnull", False),
                            _connector="OR",
                        ),
                        name="a_receipt_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=60)),
                (
                    "found",
                    models.CharField(
                        choices=[("right", "It is right"), ("wrong", "It is wrong: do not show it")], max_length=8
                    ),
                ),
                ("on", models.DateField()),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="help_reviews", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["on", "pk"],
                "indexes": [models.Index(fields=["school", "item", "-on"], name="concerns_he_school__8ef588_idx")],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=16, unique=True)),
                ("reason", models.CharField(max_length=400)),
                ("review_on", models.DateField()),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_reason", models.CharField(blank=True, max_length=400)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="concerns.concern"
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
            ],
            options={
                "ordering": ["review_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("concern",),
                        name="one_hold_of_a_concern_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("key", models.CharField(blank=True, max_length=32)),
                ("kind", models.CharField(blank=True, max_length=12)),
                ("size", models.PositiveIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("locked_key", models.CharField(blank=True, max_length=120)),
                ("lock", models.CharField(blank=True, max_length=16)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="concerns.concernimport"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["key"], name="concerns_im_key_633bee_idx")],
            },
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="concerns.concern"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="access.school",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="concerns.concernimport"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("school", "digest"), name="a_row_comes_in_once")],
            },
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mapping", models.JSONField()),
                (
                    "school",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.school"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LeadersDigest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week", models.DateField()),
                ("numbers", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-week"],
                "constraints": [models.UniqueConstraint(fields=("school", "week"), name="one_digest_a_week")],
            },
        ),
        migrations.CreateModel(
            name="DigestRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "digest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="concerns.leadersdigest",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
                "constraints": [models.UniqueConstraint(fields=("digest", "user"), name="a_digest_is_read_once")],
            },
        ),
        migrations.CreateModel(
            name="LoadedTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("thresholds", "Thresholds of need"), ("ladder", "Steps of the behaviour policy")],
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("source", models.CharField(max_length=300)),
                ("dated", models.DateField()),
                ("rows", models.JSONField()),
                ("loaded_at", models.DateTimeField()),
                (
                    "loaded_by",
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
                "ordering": ["-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "kind", "version"), name="a_version_of_a_table_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="LocalHelp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("about", models.CharField(max_length=400)),
                ("phone", models.CharField(blank=True, max_length=60)),
                ("site", models.CharField(blank=True, max_length=200)),
                ("hours", models.CharField(blank=True, max_length=120)),
                ("topics", models.JSONField(default=list)),
                ("audience", models.JSONField(default=list)),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="local_help", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["title", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phone", ""), _negated=True),
                            models.Q(("site", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="help_can_be_reached",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=400)),
                ("at", models.DateTimeField()),
                ("was", models.JSONField(default=dict)),
                ("became", models.JSONField(default=dict)),
                ("subjects", models.JSONField(default=dict)),
                ("merged_before", models.JSONField(default=list)),
                ("moved", models.JSONField(default=dict)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_reason", models.CharField(blank=True, max_length=400)),
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
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="concerns.concern"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="concerns.concern"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("source",),
                        name="a_concern_is_in_one_other",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=16, unique=True)),
                ("reason", models.CharField(max_length=400)),
                ("review_on", models.DateField()),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_reason", models.CharField(blank=True, max_length=400)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
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
                "ordering": ["review_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("school", "person"),
                        name="one_hold_of_somebody_at_a_time",
                    )
                ],
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
            name="ReceivedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=32, unique=True)),
                ("from_school", models.CharField(max_length=160)),
                ("sha256", models.CharField(max_length=64)),
                ("locked_key", models.CharField(blank=True, max_length=120)),
                ("lock", models.CharField(max_length=16)),
                ("came_at", models.DateTimeField()),
                ("taken_in_at", models.DateTimeField(null=True)),
                ("references", models.JSONField(default=list)),
                ("entries", models.PositiveIntegerField(default=0)),
                ("files", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
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
                    "child",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
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
                "ordering": ["-came_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_in_at__isnull", False)),
                        fields=("school", "sha256"),
                        name="taken_in_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeepingReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=16, unique=True)),
                ("reference", models.CharField(max_length=9)),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("team", "Safeguarding team"),
                            ("head", "Head: about an adult who works here"),
                            ("chair", "Chair of governors: about the head"),
                            ("data", "Data protection officer: about personal data"),
                        ],
                        max_length=8,
                    ),
                ),
                ("record_class", models.CharField(max_length=24)),
                ("due_on", models.DateField()),
                ("holds_much", models.JSONField(default=dict)),
                ("proposed_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To be decided"),
                            ("deleting", "Being deleted"),
                            ("deleted", "Deleted"),
                            ("kept", "Kept longer"),
                            ("withdrawn", "No longer due"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("kept_until", models.DateField(null=True)),
                ("lead_at", models.DateTimeField(null=True)),
                (
                    "lead_says",
                    models.CharField(
                        blank=True, choices=[("delete", "Delete it"), ("keep", "Keep it longer")], max_length=8
                    ),
                ),
                ("lead_until", models.DateField(null=True)),
                ("lead_reason", models.CharField(blank=True, max_length=400)),
                ("data_at", models.DateTimeField(null=True)),
                (
                    "data_says",
                    models.CharField(
                        blank=True, choices=[("delete", "Delete it"), ("keep", "Keep it longer")], max_length=8
                    ),
                ),
                ("data_until", models.DateField(null=True)),
                ("data_reason", models.CharField(blank=True, max_length=400)),
                (
                    "concern",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keeping_reviews",
                        to="concerns.concern",
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
                    "hand_over",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.handover"
                    ),
                ),
                (
                    "lead_by",
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
                    "received",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="concerns.receivedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [models.Index(fields=["school", "state", "due_on"], name="concerns_ke_school__4e6c1c_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("concern",), name="one_review_of_a_concern"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("hand_over",), name="one_review_of_a_hand_over"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("received",), name="one_review_of_what_came"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["deleting", "deleted"]), _negated=True),
                            models.Q(
                                ("data_by__isnull", False),
                                ("data_says", "delete"),
                                ("lead_by__isnull", False),
                                ("lead_says", "delete"),
                                models.Q(("lead_by", models.F("data_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="two_people_want_it_deleted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "kept"), _negated=True), ("kept_until__isnull", False), _connector="OR"
                        ),
                        name="kept_says_how_long",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceivingKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public", models.CharField(max_length=80)),
                ("sealed", models.CharField(max_length=400)),
                ("made_at", models.DateTimeField()),
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
                    "school",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receiving_key", to="access.school"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=12, unique=True)),
                ("agency", models.CharField(max_length=32)),
                ("procedure", models.CharField(blank=True, max_length=32)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to-send", "to be made"),
                            ("sent", "made, not yet confirmed"),
                            ("received", "they have it"),
                            ("ended", "they have said what comes of it"),
                            ("not-made", "decided against"),
                        ],
                        default="to-send",
                        max_length=8,
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("spare", models.BooleanField(default=True)),
                ("instead", models.CharField(blank=True, max_length=80)),
                ("includes", models.JSONField(default=dict)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "sent_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "By telephone"),
                            ("form", "On their online form"),
                            ("mail", "By encrypted e-mail"),
                            ("portal", "Through the authority's portal"),
                            ("person", "In person"),
                            ("post", "By post"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("received_at", models.DateTimeField(null=True)),
                ("chase_on", models.DateField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("taken-on", "They are acting on it"),
                            ("advice", "They gave advice; the school goes on with it"),
                            ("no-action", "They take no action"),
                            ("passed-on", "They passed it on to another body"),
                            ("done", "They have finished"),
                        ],
                        max_length=12,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "began_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="concerns.concern"
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
                "ordering": ["due_at", "pk"],
                "indexes": [
                    models.Index(fields=["concern", "state"], name="concerns_re_concern_cd0598_idx"),
                    models.Index(fields=["state", "due_at"], name="concerns_re_state_adb248_idx"),
                    models.Index(fields=["agency", "began_at"], name="concerns_re_agency_081997_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["sent", "received", "ended"]), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="sent_says_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=32, unique=True)),
                ("typed", models.JSONField(default=dict)),
                ("started_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "concern",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="draft",
                        to="concerns.concern",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.school"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-saved_at", "-pk"],
                "indexes": [models.Index(fields=["user", "sent_at"], name="concerns_re_user_id_57c9cf_idx")],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("book", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=80)),
                ("text", models.CharField(max_length=400)),
                ("required", models.BooleanField(default=True)),
                ("only_done", models.BooleanField(default=False)),
                ("due_at", models.DateTimeField()),
                ("place", models.PositiveSmallIntegerField(default=0)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "Done"),
                            ("not", "Decided against, or not needed here"),
                            ("low", "Not asked: a low-level concern"),
                        ],
                        max_length=4,
                    ),
                ),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="concerns.concern"
                    ),
                ),
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
                    "entry",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.entry"
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "place", "pk"],
                "indexes": [models.Index(fields=["key", "done_at"], name="concerns_st_key_ce9e52_idx")],
                "constraints": [models.UniqueConstraint(fields=("concern", "key"), name="a_step_begins_once")],
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
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("level", "Level"),
                            ("mark", "Mark"),
                            ("parents", "Telling the parents"),
                            ("child-voice", "What the child says"),
                            ("parents-voice", "What the parents say"),
                            ("support", "Support given"),
                            ("policy", "Policy relied on"),
                            ("sanction", "Step taken with somebody"),
                            ("debrief", "Debrief"),
                            ("outcome", "Outcome"),
                            ("reopened", "Opened again"),
                        ],
                        max_length=16,
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("version", models.PositiveSmallIntegerField(default=0)),
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
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="concerns.concern"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.entry"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.subject"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["kind", "code"], name="concerns_fi_kind_c6fe52_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "mark")), fields=("concern", "code"), name="a_mark_is_set_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due", models.DateField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("own", "Action"),
                            ("step", "From a step"),
                            ("lesson", "Lesson of a debrief"),
                            ("agreed", "Agreed with the family"),
                        ],
                        default="own",
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                ("reminded_on", models.DateField(null=True)),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="concerns.concern"
                    ),
                ),
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
                    "done_entry",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.entry"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.entry"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["due", "pk"],
                "indexes": [
                    models.Index(fields=["owner", "done_at", "due"], name="concerns_ta_owner_i_c7d46f_idx"),
                    models.Index(fields=["done_at", "due"], name="concerns_ta_done_at_b6f311_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Telling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=24, unique=True)),
                ("code_digest", models.CharField(blank=True, max_length=64)),
                ("picture", models.CharField(max_length=16)),
                ("for_friend", models.BooleanField(default=False)),
                ("told_at", models.DateTimeField()),
                ("unread_since", models.DateTimeField(null=True)),
                ("first_read_at", models.DateTimeField(null=True)),
                ("passed_on_at", models.DateTimeField(null=True)),
                ("answer_unseen", models.BooleanField(default=False)),
                (
                    "chosen",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="tellings", to="concerns.concern"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tellings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-told_at", "-pk"],
                "indexes": [
                    models.Index(fields=["user", "-told_at"], name="concerns_te_user_id_844e05_idx"),
                    models.Index(fields=["unread_since"], name="concerns_te_unread__b5f410_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code_digest", ""), _negated=True),
                        fields=("code_digest",),
                        name="one_telling_a_code",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TellingPractice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.school"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["school", "year", "at"], name="concerns_te_school__f03fb3_idx")],
            },
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("linked", "Linked"), ("split", "Split off")], default="linked", max_length=8
                    ),
                ),
                ("reason", models.CharField(max_length=400)),
                ("made_at", models.DateTimeField()),
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
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ties", to="concerns.concern"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tied_by", to="concerns.concern"
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("one", "other"),
                        name="two_concerns_are_tied_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one", models.F("other")), _negated=True),
                        name="a_concern_is_tied_to_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrendNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("value", models.CharField(max_length=200)),
                ("term", models.DateField()),
                ("count", models.PositiveIntegerField()),
                ("before", models.PositiveIntegerField()),
                ("words", models.CharField(max_length=1000)),
                ("at", models.DateTimeField()),
                ("lesson", models.CharField(blank=True, max_length=400)),
                ("lesson_due", models.DateField(null=True)),
                ("taught_at", models.DateTimeField(null=True)),
                ("taught_words", models.CharField(blank=True, max_length=400)),
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
                    "taught_by",
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
                "indexes": [models.Index(fields=["school", "term", "kind"], name="concerns_tr_school__a2d3dc_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("lesson", ""), ("lesson_due__isnull", False), _connector="OR"),
                        name="a_lesson_has_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weekday", models.PositiveSmallIntegerField()),
                ("first", models.DateField()),
                ("last", models.DateField(null=True)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.school"
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
                "ordering": ["weekday", "first", "pk"],
                "indexes": [models.Index(fields=["school", "weekday"], name="concerns_tu_school__1dd38d_idx")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="a_turn_is_on_a_weekday")
                ],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("closed", models.BooleanField(default=False)),
                ("text", models.BinaryField(max_length=160)),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="access.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("school", "closed", "text"), name="a_word_of_a_school")
                ],
            },
        ),
        migrations.CreateModel(
            name="WordPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="concerns.concern"
                    ),
                ),
                (
                    "word",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="concerns.word",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("word", "concern"), name="a_word_once_in_a_concern")],
            },
        ),
    ]
