"""What the record says of files that go to another school, or came from one."""

from belisha.console.audit.events import event

BEGUN = event("leaving.begun", "was begun as the hand-over of a file to another school")
DOWNLOADED = event("leaving.downloaded", "was downloaded, locked for the next school")
SENT = event("leaving.sent", "was sent to the next school")
RECEIVED = event("leaving.received", "was received by the next school")
ENDED = event("leaving.ended", "was ended without a receipt")
KEY_MADE = event("leaving.key-made", "was made as the key for files from other schools")
LOOKED_AT = event("leaving.looked-at", "was uploaded as the file from another school and looked at")
TAKEN_IN = event("leaving.taken-in", "was taken in from another school")
