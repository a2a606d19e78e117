"""Findings → SQLite."""
