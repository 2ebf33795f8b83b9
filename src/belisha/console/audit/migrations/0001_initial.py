import belisha.console.audit.fields
import django.db.models.deletion
from django.db import migrations, models

from belisha.console.first_tables import FirstTables


class Migration(FirstTables):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chain", models.CharField(max_length=80)),
                ("number", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
                ("event", models.CharField(max_length=80)),
                ("actor", models.CharField(max_length=40)),
                ("about", models.CharField(max_length=80)),
                ("seal", models.CharField(max_length=64)),
                ("before", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["chain", "at", "number"], name="audit_by_time"),
                    models.Index(fields=["chain", "event", "at", "number"], name="audit_by_event"),
                    models.Index(fields=["chain", "actor", "at", "number"], name="audit_by_actor"),
                    models.Index(fields=["chain", "about", "at", "number"], name="audit_by_about"),
                ],
                "constraints": [models.UniqueConstraint(fields=("chain", "number"), name="audit_one_link_a_number")],
            },
        ),
        migrations.CreateModel(
            name="Chain",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("length", models.PositiveBigIntegerField(default=0)),
                ("last", models.CharField(default="", max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chain", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("length", models.PositiveBigIntegerField()),
                ("last", models.CharField(blank=True, max_length=64)),
                ("fault", models.CharField(blank=True, max_length=20)),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("seen", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["chain", "at"], name="audit_check_by_time")],
            },
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="body",
                        serialize=False,
                        to="audit.link",
                    ),
                ),
                ("salt", models.CharField(max_length=32)),
                ("content", belisha.console.audit.fields.ContentField()),
            ],
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="tombstone",
                        serialize=False,
                        to="audit.link",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="tombstone",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="shredded", to="audit.link"
            ),
        ),
    ]
