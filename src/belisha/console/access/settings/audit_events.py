"""What the record says of settings."""

from belisha.console.audit.events import deed

DECIDED = deed("settings.decided", "changed a setting")
RESET = deed("settings.reset", "put a setting back to what is inherited")
BEGUN = deed("settings.begun", "began with what another school has decided")
