"""What people do to the installation by its pages."""

from belisha.console.audit.events import event

MAIL_READ = event("system.mail-read", "read the text of a mail in the outbox")
MAIL_TRIED = event("system.mail-tried", "had a mail sent again")
MAIL_DISCARDED = event("system.mail-discarded", "threw a mail in the outbox away")
