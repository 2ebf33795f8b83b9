"""Reports of internet use: counted once, shown as text, as a page, as a spreadsheet and as JSON."""
