"""What is recorded of cases of coverage."""

from belisha.console.audit.events import deed

__all__ = ["EXPLAINED", "GIVEN", "NOTED", "REOPENED"]

GIVEN = deed("coverage.given", "gave somebody a case of what is not covered")
NOTED = deed("coverage.noted", "wrote a note on a case of what is not covered")
EXPLAINED = deed("coverage.explained", "explained a case of what is not covered")
REOPENED = deed("coverage.reopened", "took back the explanation of a case of what is not covered")
