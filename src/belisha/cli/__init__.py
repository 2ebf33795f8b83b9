"""The command line: thin commands over everything below, each module loaded only when its command is asked for."""

from importlib import import_module

import click

COMMANDS = {
    "address": "Read addresses as a browser does: one a line in, one JSON object a line out.",
    "audit": "The record of who did what: is it whole?",
    "backup": "Make a backup: one encrypted file of all that cannot be made again.",
    "console": "The console: bring its database up to date, try its mail.",
    "coverage": "Is everything seen that should be? Silent devices, strangers, gateways with old settings.",
    "decide": "Ask for verdicts: JSON lines in, JSON lines out.",
    "doctor": "Check this installation, with a hint for everything that is wrong.",
    "due": "Run what is due by the clock, or list the jobs.",
    "duties": "Where each duty of the policy stands, and why.",
    "export": "Hand over what is held of one person: files, what each is, a zip file.",
    "findings": "What searches and addresses said about a child's welfare, gravest first.",
    "gateway": "A gateway on a machine of its own: join a console elsewhere, see how it follows.",
    "import": "Bring in what a proxy recorded before, and take it out again.",
    "lists": "Category lists: what there is, update, build.",
    "log": "Look at what was recorded.",
    "policy": "Check and publish the policy.",
    "probe": "Test the filter through the live path, or look at the last test.",
    "report": "Reports of internet use.",
    "restore": "Prove that a backup is whole, and bring it back.",
    "retention": "What is kept, for how long, and deleting what is kept no longer.",
    "roster": "Rosters of the school's own system: what is in a file, what it would change, change it.",
    "spool": "What came in by the forms behind a blocked page: pages asked for, worries told.",
    "start": "Set up what is missing and run gateway and console.",
    "themes": "What search terms may say about a child's welfare: one a line in, one JSON object a line out.",
    "why": "Why is this page open or blocked, for whom, until when?",
}

MODULES = {"import": "import_logs"}
"""Where a command cannot have a module of its own name."""


class LazyGroup(click.Group):
    """A group whose commands live in modules of the same name beside this file."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"belisha.cli.{MODULES.get(cmd_name, cmd_name)}").command
        command.short_help = COMMANDS[cmd_name]
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="belisha")
def main() -> None:
    """Belisha: online safety for schools. A safe crossing to the internet."""
