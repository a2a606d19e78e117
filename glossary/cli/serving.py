"""Verbs: serve, search, show."""
