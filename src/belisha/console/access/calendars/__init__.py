"""School years: terms, holidays, staff days and the times of a day; inherited from the federation or a school's own."""
