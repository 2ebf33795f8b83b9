"""The verbs of surveys: choosing questions and running; answering; reading what people wrote."""
