"""Verbs: review and the decisions."""
