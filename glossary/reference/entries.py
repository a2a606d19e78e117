"""What a term bank says: entries, each with the forms that designate one concept."""

from __future__ import annotations

from dataclasses import dataclass

STATUSES = ("preferred", "admitted", "deprecated")


@dataclass(frozen=True, slots=True)
class Designation:
    """A form in a language with the bank's word on it."""

    text: str
    language: str
    status: str  # preferred | admitted | deprecated
    reliability: int | None = None  # IATE's code, as given
    others: tuple[str, ...] = ()  # more forms to match by: the feminine of « ablatif, -ive »


@dataclass(frozen=True, slots=True)
class Entry:
    """One concept of a term bank."""

    id: str | None
    designations: tuple[Designation, ...]
    definition: str | None = None
    domain: str | None = None
    date: str | None = None  # ISO 8601
    url: str | None = None
