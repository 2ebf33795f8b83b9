"""Reports as they were made and sent."""
