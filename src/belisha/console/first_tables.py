"""The first migration of an app, made in one go.

Django works out every model that hangs together anew after each table that it makes: with all apps that takes twenty
seconds of processor. Here tables are made when all of them are known, so that it happens once for each app.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.migrations import Migration
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState

__all__ = ["FirstTables"]

# what the table of a new model is made with, where the model has it by the end
_WITH_THE_TABLE = (CreateModel, AddField, AddIndex, AddConstraint)


class FirstTables(Migration):
    """A migration that only makes tables, with all that belongs to them."""

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,  # noqa: ARG002, FBT001, FBT002 - Django's own signature
    ) -> ProjectState:
        """Make the tables as the whole migration leaves them. Raises TypeError for anything else in it."""
        made = [each.name for each in self.operations if isinstance(each, CreateModel)]
        for each in self.operations:
            if not isinstance(each, _WITH_THE_TABLE):
                message = f"{self} makes tables and nothing else: {each.describe()} is for a later migration"
                raise TypeError(message)
        project_state.__dict__.pop("apps", None)  # worked out once, when everything is known
        for each in self.operations:
            each.state_forwards(self.app_label, project_state)
        for name in made:
            model = project_state.apps.get_model(self.app_label, name)
            if model._meta.can_migrate(schema_editor.connection):
                schema_editor.create_model(model)
        return project_state
