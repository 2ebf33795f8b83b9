"""Pages of surveys: running them, their results, answering, and what people wrote."""
