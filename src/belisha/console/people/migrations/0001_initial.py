import datetime
import django.db.models.deletion
import django.db.models.functions.text
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
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("staff", "Staff"),
                            ("pupil", "Pupil"),
                            ("parent", "Parent or carer"),
                            ("governor", "Governor"),
                            ("visitor", "Visitor"),
                            ("volunteer", "Volunteer"),
                            ("contractor", "Contractor"),
                        ],
                        max_length=12,
                    ),
                ),
                ("given", models.CharField(blank=True, max_length=80)),
                ("family", models.CharField(blank=True, max_length=80)),
                ("known_as", models.CharField(blank=True, max_length=80)),
                ("born", models.DateField(blank=True, null=True)),
                ("upn", models.CharField(blank=True, max_length=13)),
                ("mis_id", models.CharField(blank=True, max_length=80)),
                (
                    "year",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nursery", "Nursery"),
                            ("reception", "Reception"),
                            ("year-1", "Year 1"),
                            ("year-2", "Year 2"),
                            ("year-3", "Year 3"),
                            ("year-4", "Year 4"),
                            ("year-5", "Year 5"),
                            ("year-6", "Year 6"),
                        ],
                        max_length=12,
                    ),
                ),
                ("job", models.CharField(blank=True, max_length=120)),
                ("organisation", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("language", models.CharField(blank=True, max_length=40)),
                ("joined", models.DateField()),
                ("left", models.DateField(blank=True, null=True)),
                ("search", models.CharField(default="", editable=False, max_length=400)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="people.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="access.school"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="person", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["search", "pk"],
                "indexes": [
                    models.Index(fields=["school", "kind", "search"], name="people_pers_school__bc152a_idx"),
                    models.Index(fields=["school", "search"], name="people_pers_school__4f6283_idx"),
                    models.Index(fields=["school", "left"], name="people_pers_school__cc934f_idx"),
                    models.Index(fields=["school", "born"], name="people_pers_school__f996b3_idx"),
                    models.Index(fields=["school", "email"], name="people_pers_school__ab3400_idx"),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", True)),
                        fields=["kind", "search", "school", "left"],
                        name="people_by_name",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("upn", ""), _negated=True), fields=("school", "upn"), name="one_pupil_a_upn"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("mis_id", ""), _negated=True),
                        fields=("school", "kind", "mis_id"),
                        name="one_a_mis_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("left__isnull", True), ("left__gte", models.F("joined")), _connector="OR"),
                        name="leaves_after_joining",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given", ""), _negated=True),
                            models.Q(("family", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="everybody_has_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("mapping", "Waits for its columns"),
                            ("preview", "Preview"),
                            ("stopped", "Stopped: needs approval"),
                            ("applied", "Applied"),
                            ("nothing", "Nothing new"),
                            ("undone", "Undone"),
                            ("discarded", "Discarded"),
                            ("failed", "Could not be read"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "via",
                    models.CharField(
                        choices=[
                            ("page", "Uploaded by hand"),
                            ("folder", "Watched folder"),
                            ("upload", "Sent with the feed key"),
                            ("command", "Command line"),
                        ],
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("format", models.CharField(blank=True, max_length=60)),
                ("complete", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("choices", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("why", models.TextField(blank=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("done_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
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
                    "done_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="roster_imports", to="access.school"
                    ),
                ),
                (
                    "undone_by",
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
                "indexes": [
                    models.Index(fields=["school", "-at"], name="people_rost_school__38fee9_idx"),
                    models.Index(fields=["school", "state"], name="people_rost_school__bd847e_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("class", "Class"), ("group", "Group")], max_length=8)),
                ("code", models.SlugField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                (
                    "year",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nursery", "Nursery"),
                            ("reception", "Reception"),
                            ("year-1", "Year 1"),
                            ("year-2", "Year 2"),
                            ("year-3", "Year 3"),
                            ("year-4", "Year 4"),
                            ("year-5", "Year 5"),
                            ("year-6", "Year 6"),
                        ],
                        max_length=12,
                    ),
                ),
                ("closed", models.DateField(blank=True, null=True)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="groups", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [models.UniqueConstraint(fields=("school", "code"), name="one_group_a_code")],
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="photo",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("media_type", models.CharField(choices=[("image/jpeg", "JPEG"), ("image/png", "PNG")], max_length=16)),
                ("data", models.BinaryField()),
                ("added", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sen", "Special educational needs (SEN)"),
                            ("eal", "English as an additional language (EAL)"),
                            ("health", "Health"),
                            ("looked-after", "Looked after by the local authority"),
                            ("young-carer", "Young carer"),
                            ("child-protection", "Child protection or child in need plan"),
                            ("risk", "More at risk online"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at_risk", models.BooleanField(default=False)),
                ("reason", models.TextField()),
                ("review", models.DateField()),
                ("noted_on", models.DateField()),
                ("ended", models.DateField(blank=True, null=True)),
                (
                    "noted_by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["person", "kind", "pk"],
                "indexes": [models.Index(fields=["ended", "review"], name="people_need_ended_8bf703_idx")],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("moved", models.JSONField()),
                ("before", models.JSONField()),
                ("undone", models.DateTimeField(blank=True, null=True)),
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
                    "gone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("teaches", models.BooleanField(default=False)),
                ("first", models.DateField()),
                ("last", models.DateField(blank=True, null=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="people.group"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["group", "last"], name="people_memb_group_i_1b13a8_idx"),
                    models.Index(fields=["person", "last"], name="people_memb_person__508b52_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__isnull", True), ("last__gte", models.F("first")), _connector="OR"),
                        name="membership_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Distinct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("first", "second"), name="told_apart_once")],
            },
        ),
        migrations.CreateModel(
            name="DeclaredTie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tie", models.TextField()),
                ("told_at", models.DateTimeField()),
                ("advice", models.TextField(blank=True)),
                ("advised_at", models.DateTimeField(blank=True, null=True)),
                ("review", models.DateField(blank=True, null=True)),
                ("ended", models.DateField(blank=True, null=True)),
                (
                    "advised_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ties", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-told_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.SlugField(max_length=40)),
                ("version", models.PositiveSmallIntegerField()),
                ("answers", models.JSONField()),
                ("exceptions", models.JSONField(default=list)),
                ("score", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("passed", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_note", models.CharField(blank=True, max_length=300)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="declarations", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "indexes": [models.Index(fields=["person", "form", "-made_at"], name="people_decl_person__2aedba_idx")],
            },
        ),
        migrations.CreateModel(
            name="ContactPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("with_whom", models.CharField(max_length=160)),
                ("account", models.CharField(max_length=160)),
                ("reason", models.TextField()),
                ("until", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("agreed", models.BooleanField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=300)),
                ("closed", models.DateField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_permissions",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Relationship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mother", "Mother"),
                            ("father", "Father"),
                            ("step-parent", "Step-parent"),
                            ("foster-carer", "Foster carer"),
                            ("grandparent", "Grandparent"),
                            ("guardian", "Guardian"),
                            ("social-worker", "Social worker"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("parental_responsibility", models.BooleanField(default=False)),
                ("lives_with", models.BooleanField(default=False)),
                ("no_contact", models.BooleanField(default=False)),
                ("priority", models.PositiveSmallIntegerField(default=1)),
                (
                    "adult",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="children_links", to="people.person"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="adult_links", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["priority", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("adult", "child"), name="one_link_between_two"),
                    models.CheckConstraint(
                        condition=models.Q(("adult", models.F("child")), _negated=True),
                        name="nobody_is_their_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RollOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("steps", models.JSONField()),
                ("planned_at", models.DateTimeField()),
                ("applied", models.DateTimeField(blank=True, null=True)),
                ("cancelled", models.DateTimeField(blank=True, null=True)),
                ("undone", models.DateTimeField(blank=True, null=True)),
                ("before", models.JSONField(default=dict)),
                (
                    "planned_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="roll_overs", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["-planned_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("applied__isnull", True), ("cancelled__isnull", True)),
                        fields=("school",),
                        name="one_planned_roll_over",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterContent",
            fields=[
                (
                    "of",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="people.rosterimport",
                    ),
                ),
                ("files", models.BinaryField(null=True)),
                ("roster", models.BinaryField(null=True)),
                ("undo", models.BinaryField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RosterSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("mapping", models.JSONField(null=True)),
                ("org", models.CharField(blank=True, max_length=80)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roster_sources", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [models.UniqueConstraint(fields=("school", "name"), name="one_roster_source_a_name")],
            },
        ),
        migrations.CreateModel(
            name="RosterPersonLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=100)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roster_links", to="people.person"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="person_links",
                        to="people.rostersource",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("source", "key"), name="one_person_a_roster_id")],
            },
        ),
        migrations.AddField(
            model_name="rosterimport",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="people.rostersource"
            ),
        ),
        migrations.CreateModel(
            name="RosterGroupLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roster_links", to="people.group"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="group_links",
                        to="people.rostersource",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("source", "key"), name="one_group_a_roster_id")],
            },
        ),
        migrations.CreateModel(
            name="RosterFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.BooleanField(default=False)),
                ("since", models.DateTimeField()),
                ("complete", models.BooleanField(default=True)),
                ("due_at", models.TimeField(default=datetime.time(6, 0))),
                ("weekdays_only", models.BooleanField(default=True)),
                ("late_hours", models.PositiveSmallIntegerField(default=24)),
                ("key_hash", models.CharField(blank=True, max_length=64)),
                ("key_hint", models.CharField(blank=True, max_length=8)),
                ("key_made_at", models.DateTimeField(null=True)),
                ("key_exposed_at", models.DateTimeField(null=True)),
                (
                    "school",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roster_feed", to="access.school"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="feeds", to="people.rostersource"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sites", to="access.school"
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [models.UniqueConstraint(fields=("school", "code"), name="one_site_a_code")],
            },
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rooms",
                        to="people.group",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rooms", to="access.school"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rooms",
                        to="people.site",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [models.UniqueConstraint(fields=("school", "code"), name="one_room_a_code")],
            },
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                ("asset_tag", models.CharField(blank=True, max_length=40)),
                ("mac", models.CharField(blank=True, max_length=17)),
                ("address", models.GenericIPAddressField(blank=True, null=True)),
                ("retired", models.DateField(blank=True, null=True)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="devices", to="access.school"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="devices",
                        to="people.group",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="devices",
                        to="people.person",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="devices",
                        to="people.room",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="devices",
                        to="people.site",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "code"), name="one_device_a_code"),
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("mac", ""), _negated=True), ("retired__isnull", True)),
                        fields=("school", "mac"),
                        name="one_device_a_mac",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("address__isnull", False), ("retired__isnull", True)),
                        fields=("school", "address"),
                        name="one_device_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", True), ("room__isnull", True)),
                            models.Q(("group__isnull", True), ("person__isnull", True)),
                            models.Q(("group__isnull", True), ("room__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_device_is_given_to_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("identity", "Identity"),
                            ("dbs", "Enhanced DBS"),
                            ("barred-list", "Barred list"),
                            ("prohibition", "Prohibition from teaching"),
                            ("section-128", "Section 128 (management)"),
                            ("right-to-work", "Right to work"),
                            ("overseas", "Overseas checks"),
                            ("qualifications", "Qualifications"),
                            ("references", "References"),
                            ("childcare", "Childcare disqualification"),
                        ],
                        max_length=16,
                    ),
                ),
                ("needed", models.BooleanField(default=True)),
                ("number", models.CharField(blank=True, max_length=40)),
                ("issued", models.DateField(blank=True, null=True)),
                ("seen_by", models.CharField(max_length=160)),
                ("seen_on", models.DateField()),
                ("expires", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("entered_at", models.DateTimeField()),
                ("withdrawn", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_why", models.CharField(blank=True, max_length=300)),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["person", "kind", "seen_on", "pk"],
                "indexes": [
                    models.Index(fields=["person", "kind", "withdrawn"], name="people_staf_person__056b21_idx"),
                    models.Index(fields=["expires"], name="people_staf_expires_dfadf1_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("needed", True), models.Q(("note", ""), _negated=True), _connector="OR"),
                        name="not_needed_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires__isnull", True),
                            ("issued__isnull", True),
                            ("expires__gte", models.F("issued")),
                            _connector="OR",
                        ),
                        name="check_expires_after_issue",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StarterStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.SlugField(max_length=40)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("guided_at", models.DateTimeField(blank=True, null=True)),
                ("taken_over", models.CharField(blank=True, max_length=300)),
                (
                    "guide",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="starter_steps", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "step"), name="one_row_a_starter_step")],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(blank=True, max_length=120)),
                (
                    "identity",
                    models.CharField(
                        choices=[
                            ("badge", "Badge of their organisation, with a photo"),
                            ("document", "Passport, driving licence or identity card"),
                            ("known", "Known to us from earlier visits"),
                        ],
                        max_length=12,
                    ),
                ),
                ("alone", models.BooleanField(default=False)),
                ("arrived_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("code", models.BooleanField(default=False)),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hosted", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="people.person"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="access.school"
                    ),
                ),
                (
                    "signed_in_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_out_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-arrived_at", "-pk"],
                "indexes": [
                    models.Index(fields=["school", "-arrived_at"], name="people_visi_school__9b5ffb_idx"),
                    models.Index(fields=["left_at", "closes_at"], name="people_visi_left_at_697e61_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", True)), fields=("person",), name="one_visit_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gte", models.F("until"))), name="visit_closes_after_its_end"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="rosterimport",
            index=models.Index(fields=["source", "digest"], name="people_rost_source__4174ac_idx"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(django.db.models.functions.text.Upper("email"), name="person_by_email"),
        ),
    ]
