"""The rules of glosses, read from ``glossary/rules/*.toml``: frozen, checked, each with its examples.

A rule file that is malformed is a GlossaryError that names the file and the rule, never a silent skip.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import Any

from glossary.extract.keys import KeyIndex
from glossary.model import GLOSS_KINDS, GlossaryError

CUES = "glosses.toml"
MARKS = "marks.toml"
LEFT = ("none", "name", "subject", "previous", "heading")
RIGHT = ("name", "definition", "phrase", "apposition", "bare", "quoted", "pair", "none")
GENUS = "GENRES"  # in a cue: the nouns of ``[genres]`` in marks.toml


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence in which a rule must find this term with this gloss."""

    text: str
    term: str
    gloss: str


@dataclass(frozen=True, slots=True)
class CueRule:
    """A cue between a term and its gloss, or before both.

    ``keys``: one of them must be in the lower-cased paragraph, a cheap test before the expression.
    ``first``: which of the two comes first in the text. ``left``, ``right``: the shape of what stands before and
    after the cue. ``then``: for a cue before both sides, what stands between them. ``after``: what must follow.
    """

    id: str
    keys: tuple[str, ...]
    cue: re.Pattern[str]
    first: str
    left: str
    right: str
    kind: str
    then: re.Pattern[str] | None
    after: re.Pattern[str] | None
    yes: tuple[Example, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """All that the files say."""

    cues: tuple[CueRule, ...]
    languages: tuple[tuple[str, str], ...]
    language: re.Pattern[str]
    language_tail: re.Pattern[str]
    note: re.Pattern[str]
    no_gloss: re.Pattern[str]
    item_cue: re.Pattern[str]
    senses: tuple[tuple[str, re.Pattern[str]], ...]
    genus: frozenset[str] = field(default_factory=frozenset)
    roles: frozenset[str] = field(default_factory=frozenset)
    bodies: frozenset[str] = field(default_factory=frozenset)
    index: KeyIndex = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", KeyIndex([rule.keys for rule in self.cues]))

    def language_in(self, cue: str) -> str | None:
        """The language that a cue names: « en allemand » → de."""
        found = self.language.search(cue.lower())
        return dict(self.languages)[found[0]] if found else None

    def sense_of(self, cue: str) -> str:
        """What a cue says of what follows it: translation, naming, definition, expansion or nothing."""
        plain = cue.strip(" ,:").lower()
        return next((sense for sense, pattern in self.senses if plain and pattern.fullmatch(plain)), "")


@cache
def load_rules() -> Rules:
    """The rules that the package ships."""
    folder = files("glossary") / "rules"
    cues = (folder / CUES).read_text(encoding="utf-8")
    marks = (folder / MARKS).read_text(encoding="utf-8")
    return read_rules(cues, marks)


def read_rules(cues: str, marks: str) -> Rules:
    """Rules from the texts of the two files; GlossaryError on the first thing that is wrong."""
    words = _check_marks(_toml(marks, MARKS))
    genus = _one_of(words["genres"]["noms"])
    tables = _toml(cues, CUES).get("rule", [])
    rules = tuple(read_cue(table, genus) for table in tables)
    if not rules:
        raise GlossaryError(f"{CUES}: no [[rule]] in the file")
    twice = {rule.id for rule in rules if sum(other.id == rule.id for other in rules) > 1}
    if twice:
        raise GlossaryError(f"{CUES}: rule {min(twice)!r} stands twice; give one of them another id")
    return _read_marks(words, rules)


def _one_of(nouns: Iterable[str]) -> str:
    """An expression for one of the nouns, by their first letters: those that begin otherwise cost one look."""
    longest_first = sorted(nouns, key=lambda noun: (noun[0], -len(noun), noun))
    letters = itertools.groupby(longest_first, key=lambda noun: noun[0])
    return "|".join(f"{letter}(?:{'|'.join(re.escape(noun[1:]) for noun in alike)})" for letter, alike in letters)


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GlossaryError(f"{name}: not valid TOML: {error}") from error


def read_cue(table: dict[str, Any], genus: str) -> CueRule:
    """One checked rule from its table; ``genus`` stands in its cue for GENRES."""
    name = table.get("id", "without id")
    known = {f.name for f in fields(CueRule)}
    if unknown := sorted(table.keys() - known):
        raise GlossaryError(f"{CUES}: rule {name!r}: unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}")
    required = {"id", "keys", "cue", "first", "right", "yes", "no"}
    if missing := sorted(required - table.keys()):
        raise GlossaryError(f"{CUES}: rule {name!r}: key {missing[0]!r} is missing")
    _check_choice(name, "first", table["first"], ("term", "gloss"))
    _check_choice(name, "left", table.get("left", "name"), LEFT)
    _check_choice(name, "right", table["right"], RIGHT)
    _check_choice(name, "kind", table.get("kind", "auto"), (*GLOSS_KINDS, "auto"))
    if not table["yes"] or not table["no"]:
        raise GlossaryError(f"{CUES}: rule {name!r}: give at least one example in 'yes' and one in 'no'")
    rule = CueRule(
        id=name,
        keys=tuple(table["keys"]),
        cue=_pattern(name, "cue", table["cue"].replace(GENUS, genus)),
        first=table["first"],
        left=table.get("left", "name"),
        right=table["right"],
        kind=table.get("kind", "auto"),
        then=_pattern(name, "then", table["then"]) if "then" in table else None,
        after=_pattern(name, "after", table["after"]) if "after" in table else None,
        yes=tuple(_example(name, example) for example in table["yes"]),
        no=tuple(table["no"]),
    )
    for example in rule.yes:
        _check_example(rule, example)
    return rule


def _check_choice(rule: str, key: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise GlossaryError(f"{CUES}: rule {rule!r}: {key} is {value!r}; it must be one of {', '.join(choices)}")


def _pattern(rule: str, key: str, pattern: str, file: str = CUES) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise GlossaryError(f"{file}: rule {rule!r}: {key} is not a regular expression: {error}") from error


def _example(rule: str, table: Any) -> Example:
    if not isinstance(table, dict) or table.keys() != {"text", "term", "gloss"}:
        raise GlossaryError(f"{CUES}: rule {rule!r}: an example in 'yes' needs text, term and gloss, got {table!r}")
    return Example(**table)


def _check_example(rule: CueRule, example: Example) -> None:
    """What can be checked without the model; ``examples.check_examples`` does the rest."""
    low = example.text.lower()
    if not any(key in low for key in rule.keys) or not rule.cue.search(example.text):
        raise GlossaryError(f"{CUES}: rule {rule.id!r}: its cue is not in its own example {example.text!r}")
    for part in (example.term, example.gloss):
        if part not in example.text:
            raise GlossaryError(f"{CUES}: rule {rule.id!r}: {part!r} is not in its own example {example.text!r}")


def _check_marks(table: dict[str, Any]) -> dict[str, Any]:
    """The table, if it has the lists of marks.toml and no other."""
    needed = {"notes", "pas-de-glose", "langues", "indices", "genres", "roles", "lieux-et-corps"}
    if table.keys() != needed:
        wrong = sorted(table.keys() ^ needed)[0]
        raise GlossaryError(f"{MARKS}: key {wrong!r} is missing or unknown; the keys are {', '.join(sorted(needed))}")
    return table


def _read_marks(table: dict[str, Any], cues: tuple[CueRule, ...]) -> Rules:
    """The word lists of marks.toml, compiled."""
    names = "|".join(sorted(map(re.escape, table["langues"]), key=len, reverse=True))
    indices = {
        sense: "|".join(cue.replace("LANGUE", f"(?:{names})") for cue in cues_of)
        for sense, cues_of in table["indices"].items()
    }
    everything = "|".join(indices.values())
    return Rules(
        cues=cues,
        languages=tuple(table["langues"].items()),
        language=_pattern("langues", "names", rf"\b(?:{names})\b", MARKS),
        language_tail=_pattern("langues", "tail", rf",? (?:en|dans la langue) (?:{names})$", MARKS),
        note=_pattern("notes", "notes", "|".join(table["notes"]), MARKS),
        no_gloss=_pattern("pas-de-glose", "pas-de-glose", "|".join(table["pas-de-glose"]), MARKS),
        item_cue=_pattern(
            "indices", "indices", rf" *(?:(?:{everything})(?=[ :,«\"]|(?<=')|$) ?,? ?:? ?){{1,3}}", MARKS
        ),
        senses=tuple((sense, _pattern("indices", sense, cue, MARKS)) for sense, cue in indices.items()),
        genus=frozenset(table["genres"]["noms"]),
        roles=frozenset(table["roles"]["noms"]),
        bodies=frozenset(table["lieux-et-corps"]["noms"]),
    )
