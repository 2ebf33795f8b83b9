"""Surveys about online safety of pupils, staff and parents: nobody can tell who answered; worries are read at once."""
