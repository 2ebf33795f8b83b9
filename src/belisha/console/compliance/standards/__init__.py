"""Official standards as data, their points tied to duties: how a school stands against each, by the same evidence."""
