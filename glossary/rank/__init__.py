"""Candidate counts → termhood, and the cut: which candidates are terms."""

from __future__ import annotations

from glossary.extract.terms import COUNTS
from glossary.rank.corpus import rank_corpus, rank_entries
from glossary.rank.keyness import score_article
from glossary.rank.scores import rank
from glossary.rank.static import static_features

__all__ = ["COUNTS", "rank", "rank_corpus", "rank_entries", "score_article", "static_features"]
