"""Registers the app, and with it all that its moments register: jobs by the clock, duties, needs."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig

NO_MOMENTS = {"apps", "migrations", "models", "tests", "urls"}


class FlowsConfig(AppConfig):
    """What crosses apps."""

    name = "belisha.console.flows"
    label = "flows"

    def ready(self) -> None:
        """Read every moment, so that what one registers is known wherever the console runs."""
        for module in iter_modules([self.path]):
            if module.name not in NO_MOMENTS:
                import_module(f"{self.name}.{module.name}")
