"""Which lines of a copied page are its furniture: menus, teasers, calls to subscribe, comments.

Known wordings are rules (``rules/furniture.toml``); what no rule can know is seen by its place: runs of
short lines before and after the prose, and lines that repeat what stands elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from glossary.forms import straighten
from glossary.model import GlossaryError
from glossary.read.dates import read_byline
from glossary.read.repeats import find_repeats
from glossary.read.rulefiles import load
from glossary.read.shapes import is_headline, is_prose, of_a_line

LONGEST = 520  # characters; a longer line is a paragraph, and no rule describes one


@dataclass(frozen=True, slots=True)
class Rule:
    """A wording of furniture; ``until`` is None for a line, and says where a section ends."""

    id: str
    cue: re.Pattern[str]
    where: str
    until: str | None
    yes: tuple[str, ...]
    no: tuple[str, ...]

    def matches(self, line: str) -> bool:
        """Whether the whole line is of this wording."""
        return len(line) <= LONGEST and self.cue.fullmatch(straighten(line).strip()) is not None


@cache
def load_rules(kind: str) -> tuple[Rule, ...]:
    """The rules of ``kind``, "line" or "section", in the order of the file."""
    return tuple(_rule(kind, found) for found in load("furniture")[kind])


def _rule(kind: str, found: dict[str, object]) -> Rule:
    where, until = str(found.get("where", "any")), found.get("until")
    try:
        if where not in ("any", "edge", "tail") or (kind == "section") != (until in ("body", "title", "end")):
            raise ValueError("where is any, edge or tail, until is body, title or end")
        cue = re.compile(str(found["cue"]), 0 if found.get("case") else re.IGNORECASE)
        yes, no = (tuple(map(str, found[side])) for side in ("yes", "no"))  # type: ignore[call-overload]
        return Rule(str(found["id"]), cue, where, str(until) if until else None, yes, no)
    except (KeyError, ValueError, TypeError, re.error) as error:
        raise GlossaryError(f"glossary/rules/furniture.toml, rule {found.get('id', '?')}: {error}") from error


def find_furniture(lines: Sequence[str], title: int | None = None) -> dict[int, str]:
    """The index of each line to leave out, with the rule or the reason; blank lines are passed over.

    ``title`` is the line of the headline, which nothing may take away.
    """
    texts = {index: line for index, line in enumerate(lines) if line.strip()}
    out = find_repeats(texts)
    headings = _headings_of_repeats(texts, out, title)
    out |= dict.fromkeys(_below_the_article(texts, headings), "commentaires")
    texts = {index: line for index, line in texts.items() if index not in out}
    first, last = prose_span(texts)
    out |= _single_lines(texts, headings, first, last)
    out |= _sections(texts, headings, first, last)
    out |= _menus(texts, headings, out, first, last)
    return out


def _single_lines(texts: dict[int, str], headings: set[int], first: int, last: int) -> dict[int, str]:
    """The lines that a rule or a date tells; above the headline the names of site and rubric as well."""
    out: dict[int, str] = {}
    for index, line in texts.items():
        if index in headings:
            continue
        edge = index < first or index > last
        rule = _line_rule(line, "any") or (_line_rule(line, "edge") if edge else None)
        rule = rule or (_line_rule(line, "tail") if index > last else None)
        byline = None if rule else read_byline(line)
        if byline and (edge or byline.stated):
            rule = "ligne-de-date"
        if not rule and headings and index < min(min(headings), first) and len(line.split()) <= 4:
            rule = "surtitre"
        if rule:
            out[index] = rule
    return out


def _below_the_article(texts: dict[int, str], headings: set[int]) -> list[int]:
    """All lines from the heading of the readers' comments on, if an article stands before them.

    What follows may be longer than the article, but not the better part of a long report.
    """
    order = list(texts)
    prose = 0
    for place, index in enumerate(order):
        rule = None if index in headings else _section_rule(texts[index], True)
        after = order[place:]
        if rule and rule.until == "end" and prose >= 600 and sum(len(texts[i]) for i in after) <= 2 * prose:
            return [i for i in after if i not in headings]
        prose += len(texts[index]) if is_prose(texts[index]) else 0
    return []


def told_by_rule(line: str) -> bool:
    """Whether some rule describes the line, wherever it stands."""
    places = (("line", "any"), ("line", "edge"), ("line", "tail"), ("section", "any"), ("section", "edge"))
    return any(_first_rule(line, kind, where) for kind, where in places)


def _line_rule(line: str, where: str) -> str | None:
    rule = _first_rule(line, "line", where)
    return rule.id if rule else None


def prose_span(texts: dict[int, str]) -> tuple[int, int]:
    """The first and the last line that read as prose; the longest line if none does and it is no menu's."""
    prose = [index for index, line in texts.items() if is_prose(line) and not _line_rule(line, "any")]
    while prose and _line_rule(texts[prose[0]], "edge"):
        prose.pop(0)
    while prose and _line_rule(texts[prose[-1]], "edge"):
        prose.pop()
    if prose:
        return prose[0], prose[-1]
    kept = [i for i, line in texts.items() if not _line_rule(line, "any") and not _line_rule(line, "edge")]
    if not kept:
        return len(texts) + max(texts, default=0), -1
    longest = max(kept, key=lambda index: len(texts[index]))
    return longest, longest


def _headings_of_repeats(texts: dict[int, str], repeats: dict[int, str], title: int | None) -> set[int]:
    """The headline, and the line that heads a teaser of this very article: it is the article's title."""
    found = {title} if title is not None else set()
    order = list(texts)
    for index in repeats:
        place = order.index(index)
        before = [order[p] for p in range(max(place - 2, 0), place)]
        if len(before) == 2 and read_byline(texts[before[1]]) and is_headline(texts[before[0]]):
            found.add(before[0])
    return found


def _sections(texts: dict[int, str], headings: set[int], first: int, last: int) -> dict[int, str]:
    """The headings of other matter and the titles listed under them."""
    out: dict[int, str] = {}
    order = list(texts)
    for place, index in enumerate(order):
        if index in headings or index in out:
            continue
        rule = _section_rule(texts[index], index < first or index > last)
        if rule is not None:
            followers = _followers(rule, order[place + 1 :], texts, headings)
            out |= dict.fromkeys([index, *followers], rule.id)
    return out


def _section_rule(line: str, edge: bool) -> Rule | None:
    return _first_rule(line, "section", "any") or (_first_rule(line, "section", "edge") if edge else None)


def _first_rule(line: str, kind: str, where: str) -> Rule | None:
    return _first_rules(line).get((kind, where)) if len(line) <= LONGEST else None


@of_a_line
def _first_rules(line: str) -> dict[tuple[str, str], Rule]:
    """The first rule that describes the line, of each kind and place; most lines are ruled out by one expression."""
    straight = straighten(line).strip()
    if not _any_rule().fullmatch(straight):
        return {}
    found: dict[tuple[str, str], Rule] = {}
    for kind in ("line", "section"):
        for rule in load_rules(kind):
            if (kind, rule.where) not in found and rule.cue.fullmatch(straight):
                found[kind, rule.where] = rule
    return found


@cache
def _any_rule() -> re.Pattern[str]:
    """All the rules as one expression."""
    cues = [rule.cue for kind in ("line", "section") for rule in load_rules(kind)]
    return re.compile("|".join(f"(?{'i' if cue.flags & re.IGNORECASE else ''}:{cue.pattern})" for cue in cues))


def _followers(rule: Rule, after: list[int], texts: dict[int, str], headings: set[int]) -> list[int]:
    if rule.until == "end":
        return []
    taken: list[int] = []
    for index in after:
        if index in headings or is_prose(texts[index]) or not is_headline(texts[index]):
            break
        taken.append(index)
        if rule.until == "title":
            break
    return taken


def _menus(texts: dict[int, str], headings: set[int], out: dict[int, str], first: int, last: int) -> dict[int, str]:
    """Runs of short lines before the prose, runs of titles after it."""
    found: dict[int, str] = {}
    for region, words in (([i for i in texts if i < first], 5), ([i for i in texts if i > last], 25)):
        run: list[int] = []
        for index in [*region, -1]:
            line = texts.get(index, "")
            if index in out:
                continue
            if index >= 0 and index not in headings and len(line.split()) <= words and is_headline(line):
                run.append(index)
                continue
            if len(run) >= 3 and not _is_list(texts, run[0]):
                found |= dict.fromkeys(run, "menu")
            run = []
    return found


def _is_list(texts: dict[int, str], start: int) -> bool:
    """Whether the line before announces a list of the article's own: it ends in a colon."""
    before = [index for index in texts if index < start]
    return bool(before) and texts[before[-1]].rstrip().endswith(":")
