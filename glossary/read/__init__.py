"""Anything that a newsroom or a translator has → Article."""

from __future__ import annotations

from glossary.read.files import find_articles, read_articles
from glossary.read.options import ReadOptions

__all__ = ["ReadOptions", "find_articles", "read_articles"]
