"""A concern's own page and its record: entries, subjects, readers, looks, chronology, search, erasure."""
