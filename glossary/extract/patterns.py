"""The tag patterns of ``rules/terms.toml``: which sequences of words may be a term."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

from glossary.model import GlossaryError

RULES = Path(__file__).parent.parent / "rules" / "terms.toml"
LETTERS = frozenset("NAVXPDCR")
LAST_OF_LOCUTIONS = {"de": ("de", "d'", "du", "des"), "à": ("à", "au", "aux")}
LONGEST_KNOWN = 30  # words of a run whose candidates are remembered; of longer ones no two are alike


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sequence of tags (« N P N A »), a sentence that holds it, and the form it finds there."""

    tags: str
    sentence: str
    form: str

    @property
    def letters(self) -> str:
        """The tags without spaces: one letter a word."""
        return self.tags.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Locution:
    """A compound preposition (« à la suite de »), a sentence that holds it, and what is no candidate there."""

    words: str
    sentence: str
    no_candidate: str


@dataclass(frozen=True, slots=True)
class TermRules:
    """What ``terms.toml`` says: patterns, compound prepositions, and the closed lists of words."""

    patterns: tuple[Pattern, ...]
    locutions: tuple[Locution, ...]
    prepositions: frozenset[str]
    articles: frozenset[str]
    empty_adjectives: frozenset[str]
    empty_nouns: frozenset[str]
    dates: frozenset[str]
    tool_words: frozenset[str]
    capital_nouns: frozenset[str]
    homograph_nouns: frozenset[str]


@functools.cache
def load_rules(path: Path = RULES) -> TermRules:
    """The rules for candidates; GlossaryError names the file and the pattern that cannot be read."""
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        patterns = tuple(Pattern(row["motif"], *row["exemple"]) for row in read["motif"])
        locutions = tuple(Locution(row["locution"], *row["exemple"]) for row in read["locution"])
        lists = (
            "prepositions",
            "articles",
            "adjectifs_vides",
            "noms_vides",
            "dates_et_quantites",
            "mots_outils",
            "noms_a_majuscule",
            "noms_homographes",
        )
        words = [frozenset(read[name]) for name in lists]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise GlossaryError(f"{path}: a rule is missing or malformed ({error}); see the head of the file") from error
    for pattern in patterns:
        if not set(pattern.letters) <= LETTERS or any(len(tag) != 1 for tag in pattern.tags.split(" ")):
            raise GlossaryError(
                f"{path}: the pattern {pattern.tags!r} has a tag that is not one of {' '.join(sorted(LETTERS))}"
            )
    for locution in locutions:
        if locution.words.split(" ")[-1] not in LAST_OF_LOCUTIONS:
            raise GlossaryError(f"{path}: the locution {locution.words!r} does not end in « de » or « à »")
    return TermRules(patterns, locutions, *words)


def candidates_in(run: str) -> tuple[tuple[int, int, str], ...]:
    """The candidates of a run of words that may be held by terms: first word, length, tags as they are shown
    (« N P N A », a vague noun as a noun); the longest first of those that begin with one word."""
    return _known_candidates(run) if len(run) <= LONGEST_KNOWN else _known_candidates.__wrapped__(run)


@functools.lru_cache(maxsize=8_000)  # the most frequent: what is found in a run takes a thousand bytes
def _known_candidates(run: str) -> tuple[tuple[int, int, str], ...]:
    longest = longest_pattern()
    found = []
    for first in range(len(run)):
        if run[first] not in "PDCR":
            window = run[first : first + longest]
            found += [(first, length, _shown(window[:length])) for length in matches(window)]
    return tuple(found)


@functools.lru_cache(maxsize=1_000)
def _shown(letters: str) -> str:
    return " ".join(letters.replace("M", "N"))


@functools.cache
def longest_pattern() -> int:
    """The number of words of the longest pattern."""
    return max(len(pattern.letters) for pattern in load_rules().patterns)


@functools.cache
def _all_letters() -> frozenset[str]:
    return frozenset(pattern.letters for pattern in load_rules().patterns)


@functools.lru_cache(maxsize=20_000)
def matches(window: str) -> tuple[int, ...]:
    """How many words each pattern takes that matches at the start of ``window``, longest first.

    M is a noun that is too vague to be a term, or the head of one before a preposition: see ``noms_vides``.
    """
    named = window.replace("M", "N")
    if window.startswith("MP"):
        return ()
    shortest = 2 if window.startswith("M") else 1
    longest = min(len(named), longest_pattern())
    return tuple(length for length in range(longest, shortest - 1, -1) if named[:length] in _all_letters())
