"""Pure rules of the register: names, pupil numbers, years, likeness, photos, checks. No database."""
