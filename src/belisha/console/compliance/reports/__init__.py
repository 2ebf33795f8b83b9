"""Reports of where a school stands: the governors' page of a term, and the schools of a federation side by side."""
