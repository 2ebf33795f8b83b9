"""What everybody has to do, from every app: the list, reminders by mail, what is passed up the line when it is late."""
