"""Django's own commands over the console: `python -m belisha.console migrate`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belisha.console.config.settings")
    execute_from_command_line(sys.argv)
