"""One person's record, for their request to see what is held: files, what each of them is, a zip file to hand over."""
