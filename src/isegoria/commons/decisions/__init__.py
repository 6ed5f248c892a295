"""Decisions: a body votes, by a rule of majority, by name or in secret."""
