"""A term and all its evidence, as exports, the site and ``check`` read it from the database.

Evidence is of four kinds and never mixed: *attested* (an article says so), *official* (a public term bank),
*curated* (a person's choice) and *machine* (a translation that nobody has checked).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """The article that something was found in."""

    slug: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None

    @property
    def name(self) -> str:
        """What the view ``glossary`` calls it."""
        return self.publisher or self.title or self.slug


@dataclass(frozen=True, slots=True)
class AttestedGloss:
    """A gloss that an article gives, with the sentence it stands in."""

    text: str
    kind: str
    language: str
    quotation: str
    source: Source
    rule: str
    confidence: float
    status: str


@dataclass(frozen=True, slots=True)
class Equivalent:
    """What a public term bank has for the term."""

    text: str
    language: str
    status: str  # preferred | admitted | deprecated
    source: str
    entry: str | None
    definition: str | None
    domain: str | None
    date: str | None
    url: str | None
    reliability: int | None


@dataclass(frozen=True, slots=True)
class MachineTranslation:
    """What a machine proposes; nobody has attested it."""

    text: str
    language: str
    engine: str
    model: str
    rank: int
    score: float | None


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that uses the term."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Concept:
    """A term with everything that is known of it."""

    id: int
    slug: str
    term: str
    kind: str
    language: str
    pos: str | None
    termhood: float
    frequency: int
    articles: int
    first_seen: str | None
    last_seen: str | None
    status: str
    note: str | None
    preferred_gloss: str | None  # a person's choice, shown before all others
    variants: tuple[str, ...] = ()  # the other forms, commonest first
    glosses: tuple[AttestedGloss, ...] = ()  # the one that is shown first
    equivalents: tuple[Equivalent, ...] = ()
    translations: tuple[MachineTranslation, ...] = ()  # best first
    examples: tuple[Example, ...] = ()
