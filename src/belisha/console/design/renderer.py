"""Form fields in the house's look: `field.as_field_group()` gives label, hint, error and control in one block."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting

__all__ = ["FieldRenderer"]


class FieldRenderer(TemplatesSetting):
    """Finds templates of fields among the console's own."""

    form_template_name = "design/form.html"
    field_template_name = "design/field.html"
