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
    words: tuple[str, ...]  # one of which, in lower case, each such line has; none where the cue is quick enough

    def matches(self, line: str) -> bool:
        """Whether the whole line is of this wording."""
        straight = straighten(line).strip()
        return len(line) <= LONGEST and self.may_match(straight.lower()) and self.cue.fullmatch(straight) is not None

    def may_match(self, lowered: str) -> bool:
        """Whether the line has one of the words."""
        return not self.words or any(map(lowered.__contains__, self.words))


Rules = dict[tuple[str, str], Rule]  # of each kind and place the first that describes a line


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
        lists = (tuple(map(str, part)) for part in (found["yes"], found["no"], found.get("words", ())))  # type: ignore[call-overload]
        return Rule(str(found["id"]), cue, where, str(until) if until else None, *lists)
    except (KeyError, ValueError, TypeError, re.error) as error:
        raise GlossaryError(f"glossary/rules/furniture.toml, rule {found.get('id', '?')}: {error}") from error


def find_furniture(lines: Sequence[str], title: int | None = None) -> dict[int, str]:
    """The index of each line to leave out, with the rule or the reason; blank lines are passed over.

    ``title`` is the line of the headline, which nothing may take away.
    """
    texts = {index: line for index, line in enumerate(lines) if line.strip()}
    out = find_repeats(texts)
    headings = _headings_of_repeats(texts, out, title)
    told = describe(texts)
    out |= dict.fromkeys(_below_the_article(texts, told, headings), "commentaires")
    texts = {index: line for index, line in texts.items() if index not in out}
    told = {index: rules for index, rules in told.items() if index in texts}
    first, last = prose_span(texts, told)
    out |= _single_lines(texts, told, headings, first, last)
    out |= _sections(texts, told, headings, first, last)
    out |= _menus(texts, headings, out, first, last)
    return out


def describe(texts: dict[int, str]) -> dict[int, Rules]:
    """The lines that rules describe, few of all, with the first rule of each kind and place."""
    return {index: rules for index, line in texts.items() if len(line) <= LONGEST and (rules := _rules_of(line))}


@of_a_line
def _rules_of(line: str) -> Rules:
    """The first rule that describes the line, of each kind and place; most lines are ruled out by one expression."""
    straight = straighten(line).strip()
    lowered = straight.lower()
    quick, words = _all_rules()
    one = quick.fullmatch(straight)
    if not one and not any(map(lowered.__contains__, words)):
        return {}
    found: Rules = {}
    for kind in ("line", "section"):
        for rule in load_rules(kind):
            possible = rule.may_match(lowered) if rule.words else one
            if possible and (kind, rule.where) not in found and rule.cue.fullmatch(straight):
                found[kind, rule.where] = rule
    return found


@cache
def _all_rules() -> tuple[re.Pattern[str], list[str]]:
    """All the rules as one expression, but for those that ask for words; and these words."""
    rules = [rule for kind in ("line", "section") for rule in load_rules(kind)]
    cues = [rule.cue for rule in rules if not rule.words]
    quick = re.compile("|".join(f"(?{'i' if cue.flags & re.IGNORECASE else ''}:{cue.pattern})" for cue in cues))
    return quick, [word for rule in rules for word in rule.words]


def told_by_rule(line: str) -> bool:
    """Whether some rule describes the line, wherever it stands."""
    return bool(describe({0: line}))


def _single_lines(
    texts: dict[int, str], told: dict[int, Rules], headings: set[int], first: int, last: int
) -> dict[int, str]:
    """The lines that a rule or a date tells; above the headline the names of site and rubric as well."""
    out: dict[int, str] = {}
    for index, line in texts.items():
        if index in headings:
            continue
        edge = index < first or index > last
        reason = _line_rule(told[index], edge, index > last) if index in told else None
        byline = None if reason else read_byline(line)
        if byline and (edge or byline.stated):
            reason = "ligne-de-date"
        if not reason and headings and index < min(min(headings), first) and len(line.split()) <= 4:
            reason = "surtitre"
        if reason:
            out[index] = reason
    return out


def _line_rule(rules: Rules, edge: bool, tail: bool) -> str | None:
    places = ("any", *(["edge"] if edge else []), *(["tail"] if tail else []))
    return next((rules["line", where].id for where in places if ("line", where) in rules), None)


def _below_the_article(texts: dict[int, str], told: dict[int, Rules], headings: set[int]) -> list[int]:
    """All lines from the heading of the readers' comments on, if an article stands before them.

    What follows may be longer than the article, but not the better part of a long report.
    """
    for index in told:
        rule = None if index in headings else _section_rule(told[index], True)
        if rule and rule.until == "end":
            prose = sum(len(line) for i, line in texts.items() if i < index and is_prose(line))
            after = [i for i in texts if i >= index]
            if prose >= 600 and sum(len(texts[i]) for i in after) <= 2 * prose:
                return [i for i in after if i not in headings]
    return []


def prose_span(texts: dict[int, str], told: dict[int, Rules]) -> tuple[int, int]:
    """The first and the last line that read as prose; the longest line if none does and it is no menu's."""

    kept = [i for i in texts if i not in told or not _line_rule(told[i], edge=True, tail=False)]
    first = next((i for i in kept if is_prose(texts[i])), None)
    if first is not None:
        return first, next(i for i in reversed(kept) if is_prose(texts[i]))
    longest = max(kept, key=lambda index: len(texts[index]), default=None)
    return (len(texts) + max(texts, default=0), -1) if longest is None else (longest, longest)


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


def _sections(
    texts: dict[int, str], told: dict[int, Rules], headings: set[int], first: int, last: int
) -> dict[int, str]:
    """The headings of other matter and the titles listed under them."""
    out: dict[int, str] = {}
    for index in told:
        if index in headings or index in out:
            continue
        rule = _section_rule(told[index], index < first or index > last)
        if rule is not None:
            followers = _followers(rule, [i for i in texts if i > index], texts, headings)
            out |= dict.fromkeys([index, *followers], rule.id)
    return out


def _section_rule(rules: Rules, edge: bool) -> Rule | None:
    return rules.get(("section", "any")) or (rules.get(("section", "edge")) if edge else None)


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
