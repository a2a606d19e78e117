"""Score predicted loanwords, glosses and key terms against annotated texts; each is a JSON object with an id.

loanword exact   one point for each occurrence whose span equals an annotated one
loanword types   the same on the set of lower-cased forms of each text
gloss match      term and gloss each share at least half of their words with the annotated pair (Dice on positions)
gloss strict     both spans equal the annotated ones, a leading determiner and outer punctuation aside
gloss KIND       match, one row for each kind
key terms        share of a text's N key terms among its 2N best predicted forms, averaged over the texts

Nothing is gained or lost by what the annotation leaves to taste (optional, borderline, boilerplate; glosses of
proper names, which have a row of their own), nor by predicted loanwords that are initialisms.

    glossary extract - < passages.jsonl > found.jsonl
    python tests/gold/score.py passages.jsonl found.jsonl [--errors]
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Span = tuple[int, int]
HIT, ALARM, MISS = "hit", "alarm", "miss"

_WORD = re.compile(r"\w+(?:-\w+)*")
_OUTER = re.compile(r"[\s«»\"“”„'’‘()\[\]{},;:.!?…–—-]")
_INITIALISM = re.compile(r"[A-Z][A-Z0-9&./-]{1,7}s?")
_DETERMINER = re.compile(
    r"(?:de\s+la|du|des|les?|la|une?|ce(?:t|tte|s)?|s(?:on|a|es)|leurs?|the|an?)\s+|(?:de\s+)?l['’]\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One hit, false alarm or miss, in the row of the table that it counts in; ``note`` is for people."""

    row: str
    outcome: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of the table."""

    hits: int
    alarms: int
    misses: int

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.alarms) if self.hits else 0.0

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.misses) if self.hits else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.hits / (2 * self.hits + self.alarms + self.misses) if self.hits else 0.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A gloss as compared: trimmed spans and the positions of their words."""

    term: Span
    gloss: Span
    term_words: frozenset[int]
    gloss_words: frozenset[int]
    kind: str
    weight: str  # required | optional | proper; predictions are "required"

    def likeness(self, other: Pair) -> float:
        """Sum of the two Dice measures; 0 unless both reach a half."""
        both = (_dice(self.term_words, other.term_words), _dice(self.gloss_words, other.gloss_words))
        return sum(both) if min(both) >= 0.5 else 0.0


def judge(gold: Row, found: Row) -> Iterator[Verdict]:
    """Every hit, false alarm and miss of one text."""
    if gold.get("loanwords") is not None:
        yield from _judge_loanwords(gold, found.get("loanwords", []))
    yield from _judge_glosses(gold, found.get("glosses", []))


def tabulate(verdicts: Iterable[Verdict]) -> dict[str, Figures]:
    """Row name → figures, in the order of the docstring."""
    counts: Counter[tuple[str, str]] = Counter((verdict.row, verdict.outcome) for verdict in verdicts)
    first = ["loanword exact", "loanword types", "gloss match", "gloss strict"]
    rows = first + sorted({row for row, _ in counts} - set(first))
    return {row: Figures(counts[row, HIT], counts[row, ALARM], counts[row, MISS]) for row in rows}


def find_key_terms(gold: Row, found: Row) -> float:
    """Share of the N key terms among the 2N best different forms of the prediction."""
    wanted = {_plain(term) for term in gold["key_terms"]}
    best: dict[str, float] = {}
    for term in found.get("terms", []):
        form = _plain(term["text"])
        best[form] = max(best.get(form, -1e9), term.get("score", 0.0))
    return len(wanted.intersection(sorted(best, key=lambda form: (-best[form], form))[: 2 * len(wanted)])) / len(wanted)


def _judge_loanwords(gold: Row, found: list[Row]) -> Iterator[Verdict]:
    text = gold["text"]
    wanted = {(word["start"], word["end"]) for word in gold["loanwords"] if not _to_taste(word)}
    free = [(word["start"], word["end"]) for word in gold["loanwords"] if _to_taste(word)]
    spans = {_trim(text, (word["start"], word["end"])) for word in found}
    spans = {s for s in spans if not _INITIALISM.fullmatch(text[slice(*s)])}
    spans = {s for s in spans if not any(s[0] < end and start < s[1] for start, end in free)}
    yield from _compare("loanword exact", gold["id"], wanted, spans, lambda span: repr(text[slice(*span)]))
    wanted_forms = {text[slice(*span)].lower() for span in wanted}
    forms = {text[slice(*span)].lower() for span in spans}
    forms -= {text[slice(*span)].lower() for span in free} - wanted_forms
    yield from _compare("loanword types", gold["id"], wanted_forms, forms, repr)


def _compare(row: str, key: str, wanted: set[Any], found: set[Any], show: Any) -> Iterator[Verdict]:
    for outcome, things in ((HIT, wanted & found), (ALARM, found - wanted), (MISS, wanted - found)):
        for thing in sorted(things):
            yield Verdict(row, outcome, f"{key}: {show(thing)}")


def _judge_glosses(gold: Row, found: list[Row]) -> Iterator[Verdict]:
    text, key = gold["text"], gold["id"]
    wanted = [_pair(text, gloss) for gloss in gold["glosses"]]
    pairs = list({(pair.term, pair.gloss): pair for pair in (_pair(text, gloss) for gloss in reversed(found))}.values())
    mates = _marry(wanted, pairs)
    for number, pair in enumerate(wanted):
        if pair.weight == "optional":
            continue
        mate = mates.get(number)
        outcome = MISS if mate is None else HIT
        if pair.weight == "proper":
            yield Verdict("gloss proper", outcome, _show(key, text, pair))
            continue
        yield Verdict("gloss match", outcome, _show(key, text, pair))
        yield Verdict(f"gloss {pair.kind}", outcome)
        if mate is not None and (pairs[mate].term, pairs[mate].gloss) == (pair.term, pair.gloss):
            yield Verdict("gloss strict", HIT)
        else:
            yield Verdict("gloss strict", MISS, _show(key, text, pair))
            if mate is not None:
                yield Verdict("gloss strict", ALARM, _show(key, text, pairs[mate]))
    for number, pair in enumerate(pairs):
        if number not in mates.values():
            for row in ("gloss match", "gloss strict", f"gloss {pair.kind}"):
                yield Verdict(row, ALARM, _show(key, text, pair))


def _marry(wanted: list[Pair], found: list[Pair]) -> dict[int, int]:
    """Each annotated pair to at most one predicted pair and the other way round, the most alike first."""
    likeness = [
        (one.likeness(other), one.weight == "required", -i, -j)
        for i, one in enumerate(wanted)
        for j, other in enumerate(found)
        if one.likeness(other)
    ]
    mates: dict[int, int] = {}
    for _, _, i, j in sorted(likeness, reverse=True):
        if -i not in mates and -j not in mates.values():
            mates[-i] = -j
    return mates


def _pair(text: str, gloss: Row) -> Pair:
    term = _bare(text, (gloss["term_start"], gloss["term_end"]))
    meaning = _bare(text, (gloss["gloss_start"], gloss["gloss_end"]))
    weight = "optional" if gloss.get("optional") else "proper" if gloss.get("proper") else "required"
    return Pair(term, meaning, _words(text, term), _words(text, meaning), gloss["kind"], weight)


def _to_taste(word: Row) -> bool:
    return bool(word.get("optional") or word.get("boilerplate") or word.get("status", "core") != "core")


def _trim(text: str, span: Span) -> Span:
    """The span without outer punctuation and space."""
    start, end = span
    while start < end and _OUTER.match(text[start]):
        start += 1
    while start < end and _OUTER.match(text[end - 1]):
        end -= 1
    return start, end


def _bare(text: str, span: Span) -> Span:
    """The span without outer punctuation and one leading determiner."""
    start, end = _trim(text, span)
    lead = _DETERMINER.match(text, start, end)
    return (lead.end(), end) if lead and lead.end() < end else (start, end)


def _words(text: str, span: Span) -> frozenset[int]:
    return frozenset(word.start() for word in _WORD.finditer(text, *span))


def _dice(one: frozenset[int], other: frozenset[int]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def _show(key: str, text: str, pair: Pair) -> str:
    return f"{key}: {text[slice(*pair.term)]!r} = {text[slice(*pair.gloss)]!r} ({pair.kind})"


def _plain(form: str) -> str:
    return " ".join(form.lower().replace("’", "'").split())


def read_rows(path: Path) -> dict[str, Row]:
    """Id → object of a JSONL file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return {row["id"]: row for row in rows}


def show_table(golds: dict[str, Row], founds: dict[str, Row]) -> str:
    """The table as people read it."""
    table = tabulate(verdict for key, gold in golds.items() for verdict in judge(gold, founds.get(key, {})))
    lines = [f"{'':20} P     R     F1    hits alarms misses"]
    for row, f in table.items():
        lines.append(f"{row:19} {f.precision:.3f} {f.recall:.3f} {f.f1:.3f} {f.hits:5d} {f.alarms:6d} {f.misses:6d}")
    shares = [find_key_terms(gold, founds.get(key, {})) for key, gold in golds.items() if gold.get("key_terms")]
    if shares:
        lines.append(f"{'key terms':19} {'':5} {sum(shares) / len(shares):.3f}  ({len(shares)} texts)")
    return "\n".join(lines)


if __name__ == "__main__":
    gold_path, found_path, *options = sys.argv[1:]
    golds, founds = read_rows(Path(gold_path)), read_rows(Path(found_path))
    sys.stdout.write(show_table(golds, founds) + "\n")
    if "--errors" in options:
        for key, gold in golds.items():
            for verdict in judge(gold, founds.get(key, {})):
                if verdict.outcome != HIT and verdict.note and verdict.row in {"loanword exact", "gloss match"}:
                    sys.stdout.write(f"{verdict.row} {verdict.outcome}  {verdict.note}\n")
