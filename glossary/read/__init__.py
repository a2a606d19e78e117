"""Anything → Article."""

from __future__ import annotations

from glossary.read.files import find_articles, read_articles

__all__ = ["find_articles", "read_articles"]
