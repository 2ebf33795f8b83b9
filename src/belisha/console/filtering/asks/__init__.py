"""What people ask for and report: pages to open, pages to block, a filter that fails; openings for a lesson."""
