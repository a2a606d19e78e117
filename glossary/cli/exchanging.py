"""Verbs: export, reference, translate, check."""
