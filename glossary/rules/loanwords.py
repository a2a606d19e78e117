"""The linguistic knowledge about loanwords, read from the ``loanword_*.toml`` files and checked as it is read.

Each file is edited by a linguist; each entry gives a reason and examples. What cannot be used is a
GlossaryError that names file and entry, never a silent skip.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from glossary.model import GlossaryError
from glossary.rules.tables import checked, compiled, entries, tables, wrong

Adaptation = tuple[re.Pattern[str], tuple[str, ...]]
FOLDER = Path(__file__).parent
SENSES = frozenset({"etranger", "francais", "francais-sur", "adjectif", "savant", "exotique"})


@dataclass(frozen=True, slots=True)
class Shape:
    """A spelling and what it tells of a form: where it comes from, or that languages share it (see ``SENSES``)."""

    id: str
    sense: str
    pattern: re.Pattern[str]
    except_for: frozenset[str]

    def fits(self, form: str) -> bool:
        """Does the lower-case ``form`` look so?"""
        return form not in self.except_for and self.pattern.fullmatch(form) is not None


@dataclass(frozen=True, slots=True)
class Cue:
    """What the text says just before or after a form: its language, that it names, or that it explains."""

    id: str
    before: bool
    signal: str
    pattern: re.Pattern[str]

    def holds(self, before: str, after: str) -> bool:
        """Do the words around a form, outer quotes and brackets aside, say so?"""
        return self.pattern.search(before if self.before else after) is not None


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, and the loanwords that are to be found in it (none: it must be left alone)."""

    rule: str
    text: str
    loanwords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """How a language other than English is recognised: by its letters and by what the text calls it."""

    code: str
    letters: frozenset[str]
    names: re.Pattern[str]


@functools.cache
def load_shapes(path: Path = FOLDER / "loanword_shapes.toml") -> tuple[Shape, ...]:
    """The spelling shapes, after their own examples were tried."""
    return tuple(
        _shape(path, entry) for entry in entries(path, "forme", {"id", "sens", "motif", "oui", "non"}, {"sauf"})
    )


@functools.cache
def load_cues(path: Path = FOLDER / "loanword_cues.toml") -> tuple[Cue, ...]:
    """The cues around a form, after their own examples were tried."""
    return tuple(
        _cue(path, entry) for entry in entries(path, "indice", {"id", "place", "indice", "motif", "oui", "non"})
    )


@functools.cache
def load_words(path: Path = FOLDER / "loanword_words.toml") -> Mapping[str, frozenset[str]]:
    """Name of a list → its words: links, determiners, common French words, Latin, English sentence words, bodies."""
    lists = entries(path, "liste", {"id", "pourquoi", "mots", "oui", "non"})
    return MappingProxyType({entry["id"]: _words(path, entry) for entry in lists})


@functools.cache
def load_established(path: Path = FOLDER / "loanword_established.toml") -> Mapping[str, str]:
    """Established loanword → the group that says why; plurals in -s and forms without the hyphen included."""
    return _grouped(path)


@functools.cache
def load_recent(path: Path = FOLDER / "loanword_recent.toml") -> Mapping[str, str]:
    """Recent loanword, as frequent in French as in English → the group that says why; plurals included."""
    recent = _grouped(path)
    if path.parent == FOLDER and (both := sorted(recent.keys() & load_established().keys())):
        raise GlossaryError(f"{path.name}: {', '.join(both)}: also in loanword_established.toml; choose one")
    return recent


def _grouped(path: Path) -> Mapping[str, str]:
    groups: dict[str, str] = {}
    for entry in entries(path, "groupe", {"id", "pourquoi", "mots", "exemples"}):
        for word in entry["mots"].split():
            for form in (word, word.replace("-", ""), word.replace("-", " ")):
                groups.setdefault(form, entry["id"])
                groups.setdefault(form + "s", entry["id"])
    return MappingProxyType(groups)


def load_examples() -> tuple[Example, ...]:
    """The sentences that the whole detector is tried on."""
    return tuple(
        Example(entry["id"], example["texte"], tuple(example["emprunts"]))
        for path in (FOLDER / "loanword_established.toml", FOLDER / "loanword_recent.toml")
        for entry in entries(path, "groupe", {"id", "pourquoi", "mots", "exemples"})
        for example in entry["exemples"]
    )


@functools.cache
def load_weights(path: Path = FOLDER / "loanword_weights.toml") -> Mapping[str, float]:
    """Name of a signal → its weight in the sum that becomes a confidence."""
    weights = {}
    for entry in entries(path, "poids", {"id", "a_priori", "valeur", "pourquoi"}):
        if not isinstance(entry["valeur"], int | float):
            raise wrong(path, entry, f"valeur is not a number: {entry['valeur']!r}")
        weights[entry["id"]] = float(entry["valeur"])
    return MappingProxyType(weights)


@functools.cache
def load_languages(path: Path = FOLDER / "loanword_languages.toml") -> tuple[Language, ...]:
    """Languages by letters and names; the first that fits is taken."""
    languages = []
    for entry in entries(path, "langue", {"id", "noms", "exemples"}, {"lettres"}):
        names = compiled(path, entry, rf"\b(?:{entry['noms']})\b")
        if not all(names.search(example) for example in entry["exemples"]):
            raise wrong(path, entry, "an example does not hold the language's name")
        languages.append(Language(entry["id"], frozenset(entry.get("lettres", "")), names))
    return tuple(languages)


@functools.cache
def load_adaptations(path: Path = FOLDER / "loanword_adapted.toml") -> tuple[Mapping[str, str], tuple[Adaptation, ...]]:
    """Listed adapted forms with their source, and the rules (what an adapted form looks like, its sources).

    The examples are in ``load_adaptation_examples``: trying them takes the dictionaries.
    """
    found = tables(path, {"regle", "connue"})
    listed: dict[str, str] = {}
    for entry in checked(path, found["connue"], {"id", "pourquoi", "formes"}):
        listed |= entry["formes"]
    rules = checked(path, found["regle"], {"id", "motif", "source", "oui", "non"})
    return MappingProxyType(listed), tuple((compiled(path, e, e["motif"]), tuple(e["source"])) for e in rules)


def load_adaptation_examples(path: Path = FOLDER / "loanword_adapted.toml") -> Iterator[tuple[str, str | None]]:
    """Adapted form → its source, or None where a rule must leave it alone."""
    for entry in tables(path, {"regle", "connue"})["regle"]:
        yield from entry["oui"].items()
        yield from ((form, None) for form in entry["non"])


def _shape(path: Path, entry: dict[str, Any]) -> Shape:
    if entry["sens"] not in SENSES:
        raise wrong(path, entry, f"sens is {entry['sens']!r}, not one of {sorted(SENSES)}")
    shape = Shape(
        entry["id"],
        entry["sens"],
        compiled(path, entry, entry["motif"]),
        frozenset(entry.get("sauf", [])),
    )
    for form in entry["oui"]:
        if not shape.fits(form):
            raise wrong(path, entry, f"must fit {form!r} and does not")
    for form in entry["non"]:
        if shape.fits(form):
            raise wrong(path, entry, f"must not fit {form!r} and does")
    return shape


def _cue(path: Path, entry: dict[str, Any]) -> Cue:
    if entry["place"] not in {"avant", "apres"}:
        raise wrong(path, entry, f"place is {entry['place']!r}, not avant or apres")
    cue = Cue(entry["id"], entry["place"] == "avant", entry["indice"], compiled(path, entry, entry["motif"]))
    for expected, sentences in ((True, entry["oui"]), (False, entry["non"])):
        for sentence in sentences:
            if sentence.count("{") != 1 or sentence.count("}") != 1:
                raise wrong(path, entry, f"the example {sentence!r} has no word in braces")
            before, _, rest = sentence.partition("{")
            if cue.holds(bare_before(before), bare_after(rest.partition("}")[2])) != expected:
                raise wrong(path, entry, f"the example {sentence!r} must {'' if expected else 'not '}hold the cue")
    return cue


def bare_before(before: str) -> str:
    """The words before a form without the quote or bracket that opens at it."""
    return before.rstrip("«\"'([“ ") + (
        " " if before[-1:] in '«"([“ ' and before else before[-1:] if before[-1:] == "'" else ""
    )


def bare_after(after: str) -> str:
    """The words after a form without the quote that closes at it."""
    return re.sub(r"^ ?[»\"”]", "", after)


def _words(path: Path, entry: dict[str, Any]) -> frozenset[str]:
    words = frozenset(entry["mots"].split())
    for word in entry["oui"]:
        if word not in words:
            raise wrong(path, entry, f"must hold {word!r} and does not")
    for word in entry["non"]:
        if word in words:
            raise wrong(path, entry, f"must not hold {word!r} and does")
    return words
