"""What is known of a text before it is read."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from glossary.read.options import ReadOptions


@dataclass(frozen=True, slots=True)
class Known:
    """What a container says of its text: a page's metadata, a row's columns, a sidecar, an option."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()

    def over(self, other: Known) -> Known:
        """What is known here, filled from ``other`` where it is silent."""
        gaps = {f.name: getattr(other, f.name) for f in fields(self) if getattr(self, f.name) is None}
        return replace(self, **gaps, notes=(*self.notes, *other.notes))


def known_from(options: ReadOptions) -> Known:
    """What the person who adds the article says of it."""
    return Known(
        title=options.title,
        publisher=options.publisher,
        author=options.author,
        published=options.published,
        url=options.url,
        language=options.language,
    )
