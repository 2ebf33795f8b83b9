"""`python -m belisha.cli` is `belisha`."""

from belisha.cli import main

main()
