"""What crosses the boundaries between stages: plain frozen values, and the one error for people.

Every ``start`` and ``end`` is a code-point offset into ``Article.text``, and
``article.text[x.start:x.end] == x.text`` always holds.
"""

from __future__ import annotations

import errno
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import chain
from typing import Any, overload


class GlossaryError(Exception):
    """Something that the user can mend: says what is wrong, where, and what to do.

    ``exit_code`` is 1 (it failed) unless the raiser knows better.
    """

    exit_code = 1


# No room on the disk, no memory, no file left to open.
_EXHAUSTED = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.ENOMEM, errno.EMFILE, errno.ENFILE)


def is_exhausted(error: BaseException) -> bool:
    """Whether the machine has run out of something: never the fault of the article that was being read."""
    return isinstance(error, OSError) and error.errno in _EXHAUSTED


@dataclass(frozen=True, slots=True)
class Article:
    """A French article as read: its cleaned text and what is known of it; unknown is ``None``.

    ``key`` names it for good: the path relative to the project ("seeds/000.txt"), with "#…" for a
    member of a container ("data/articles/afp.jsonl#42").
    """

    key: str
    text: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None  # ISO 8601 date, never invented
    url: str | None = None
    language: str | None = "fr"
    dropped: tuple[str, ...] = ()  # the furniture of the page that was left out, in order
    notes: tuple[str, ...] = ()  # what a reader was not sure of: "year 2015 inferred from…"

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the cleaned text and the metadata that a glossary shows."""
        import hashlib  # loads OpenSSL, which the quick commands can do without

        shown = (self.text, self.title, self.publisher, self.author, self.published, self.url, self.language)
        return hashlib.sha256("\x1f".join(s or "" for s in shown).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def words(self) -> int:
        """Number of whitespace-separated words."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Skipped:
    """An article that could not be read: which, and why, in words for people."""

    key: str
    reason: str
    passing: bool = False  # for a reason outside the file, so that it may be read the next time


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's place in the text; a context is a sentence that holds an occurrence."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Loanword:
    """An occurrence of a foreign form in French prose."""

    start: int
    end: int
    text: str
    lang: str  # ISO 639-1, "en" for most
    confidence: float  # 0–1
    evidence: str = ""  # the signals that carried the decision, for people: "cue+zipf"


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An occurrence of an initialism, acronym or other short form."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Gloss:
    """What the text itself says a term means: two verbatim spans and the rule that paired them."""

    term_start: int
    term_end: int
    term: str
    gloss_start: int
    gloss_end: int
    gloss: str
    kind: str  # translation | definition | paraphrase | acronym
    term_lang: str
    gloss_lang: str
    rule: str
    confidence: float  # 0–1, calibrated: of those given 0.8 about 80 % are right


@dataclass(frozen=True, slots=True)
class Term:
    """An occurrence of a candidate for a domain term."""

    start: int
    end: int
    text: str
    term: str  # the normal form, the same for all inflections: see forms.normal_form
    pattern: str  # the tag pattern that found it: "N A", "N P N"


class Terms(Sequence[Term]):
    """Occurrences of candidates in text order, as columns: of the hundreds of an article few are looked at alone."""

    __slots__ = ("columns",)

    def __init__(self, columns: Sequence[Sequence[Any]] = ((), (), (), (), ())) -> None:
        self.columns = columns  # in the order of a Term's fields

    @classmethod
    def of(cls, terms: Sequence[Term]) -> Terms:
        """Any sequence of terms as columns."""
        if isinstance(terms, cls):
            return terms
        return cls([[getattr(term, field.name) for term in terms] for field in fields(Term)])

    @overload
    def __getitem__(self, place: int) -> Term: ...

    @overload
    def __getitem__(self, place: slice) -> Terms: ...

    def __getitem__(self, place: int | slice) -> Term | Terms:
        """One, or some of them."""
        row: list[Any] = [column[place] for column in self.columns]
        return Terms(row) if isinstance(place, slice) else Term(*row)

    def __iter__(self) -> Iterator[Term]:
        """One after the other, each made when it is asked for."""
        return map(Term, *self.columns)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.columns[0])

    def __eq__(self, other: object) -> bool:
        """As a tuple of terms."""
        return tuple(self) == tuple(other) if isinstance(other, Terms | tuple) else NotImplemented

    def __hash__(self) -> int:
        """As a tuple of terms."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """As a tuple of terms is shown."""
        return repr(tuple(self))


class Counts(Mapping[str, tuple[int, ...]]):
    """Normal form → its integer counts: rows of one table, made into tuples only where one is asked for.

    An article has a hundred counts a word, which are packed, sent and added up as a whole.
    """

    __slots__ = ("_numbers", "names", "values_in_rows")

    def __init__(self, names: Sequence[str] = (), values_in_rows: array[int] | None = None) -> None:
        self.names = tuple(names)
        self.values_in_rows = array("q") if values_in_rows is None else values_in_rows
        self._numbers: dict[str, int] | None = None  # made at the first look-up

    @classmethod
    def of(cls, counts: Mapping[str, tuple[int, ...]]) -> Counts:
        """Any mapping as one table."""
        return counts if isinstance(counts, cls) else cls(tuple(counts), array("q", chain(*counts.values())))

    def __getitem__(self, name: str) -> tuple[int, ...]:
        """The counts of a normal form."""
        if self._numbers is None:
            self._numbers = {known: number for number, known in enumerate(self.names)}
        width = len(self.values_in_rows) // len(self.names) if self.names else 0
        first = self._numbers[name] * width
        return tuple(self.values_in_rows[first : first + width])

    def __iter__(self) -> Iterator[str]:
        """The normal forms, in the order in which they were given."""
        return iter(self.names)

    def __len__(self) -> int:
        """How many normal forms there are."""
        return len(self.names)

    def __repr__(self) -> str:
        """As a dict is shown."""
        return f"Counts.of({dict(self)!r})"


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found in one article, in text order.

    ``counts`` maps each candidate's normal form to its integer counts in this article, in the order of
    ``rank.COUNTS``. They only ever add up, so that an article can be added to a corpus or taken away.
    """

    sentences: tuple[Sentence, ...] = ()
    loanwords: tuple[Loanword, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    glosses: tuple[Gloss, ...] = ()
    terms: Sequence[Term] = ()
    counts: Mapping[str, tuple[int, ...]] = field(default_factory=Counts)


KINDS = ("loanword", "term", "abbreviation")
GLOSS_KINDS = ("translation", "definition", "paraphrase", "acronym")
