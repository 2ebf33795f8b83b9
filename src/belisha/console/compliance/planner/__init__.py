"""The year of a school: what falls due when, on a page and in the calendars that people subscribe to."""
