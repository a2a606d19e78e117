"""What an export may be asked for besides its format."""

from __future__ import annotations

from dataclasses import dataclass

from glossary.store.evidence import Concept, Source

SITE = "http://127.0.0.1:8001"


@dataclass(frozen=True, slots=True)
class Options:
    """Choices that change how an export is written, not which terms are in it."""

    base_url: str = SITE  # where the site is published; permalinks start with it
    excel: bool = False  # csv: for a double click in a French Excel
    tbx_version: int = 3
    source: str = "en"  # bilingual formats: the language that is translated from
    target: str = "fr"
    machine: bool = True  # machine translations too, always labelled

    def term_url(self, concept: Concept) -> str:
        """The permalink of a term's page."""
        return self.page_url(concept.slug)

    def page_url(self, slug: str) -> str:
        """The permalink of the term with this slug."""
        return f"{self.base_url.rstrip('/')}/terme/{slug}"

    def article_url(self, source: Source) -> str:
        """The permalink of an article's page."""
        return f"{self.base_url.rstrip('/')}/article/{source.slug}"

    def cite(self, source: Source) -> str:
        """Publisher (or title), date and permalink of an article, as one line."""
        return ", ".join(part for part in (source.name, source.published, self.article_url(source)) if part)
