"""A concern's own page and what belongs to its record: entries, subjects, readers, looks, chronology, search, erasure."""
