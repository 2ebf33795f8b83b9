"""What the record of concerns says of talks with children. It never says who told."""

from belisha.console.audit.events import event

TOLD = event("telling.told", "began with a child who told us")
REPLIED = event("telling.replied", "got a message from the child who told us")
ANSWERED = event("telling.answered", "got an answer to the child who told us")
READ = event("telling.read", "had the child's message opened")
PASSED_ON = event("telling.passed-on", "had an unread message of a child passed on to the team")
PRACTISED = event("telling.practised", "practised telling somebody")
