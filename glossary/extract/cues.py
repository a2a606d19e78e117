"""Glosses that a cue announces: « c'est-à-dire », « désigne », « appelé » … as ``rules/glosses.toml`` lists them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from glossary.extract.candidates import Candidate
from glossary.extract.definitions import apposition_after, definition_after
from glossary.extract.kinds import LETTERS_ONLY, classify
from glossary.extract.phrases import name_after
from glossary.extract.rules import CueRule, Rules
from glossary.extract.sides import side_before
from glossary.extract.spans import LIKELY, Paragraph, Span
from glossary.extract.wording import agrees, is_clause

Cue = tuple[CueRule, re.Match[str]]

_LISTED_BEFORE = re.compile(r""", (?:et )?(?:l[ea]s? |l'|une? |des )[«"]? ?$""")
_LISTED_AFTER = re.compile(r"""[ »"]*(?:,? et |, )(?:l[ea]s? |l'|une? |des )""")
_SOME_OF = re.compile(r" (?:dite?s?) $")
_CAPITAL = re.compile("[A-Z]")
_AND = re.compile(r"""[ »"]*(?: \([^()]{1,40}\))? (?:et|avec) (?:de |d')?""")
_SUPPOSING = frozenset({"lorsque", "lorsqu'", "si", "quand", "puisque", "puisqu'", "où"})
_LONGEST_NAME = 5  # tokens of what is named between quotation marks


def find_cues(text: str, rules: Rules) -> list[Cue]:
    """Every cue that stands in a paragraph's text, told before anything else is known of it."""
    found: list[Cue] = []
    for number in rules.index.rules_in(text.lower()):
        rule = rules.cues[number]
        short = rule.id in LETTERS_ONLY and rule.first == "term"
        found += [(rule, cue) for cue in rule.cue.finditer(text) if not short or _short_before(text, cue.start())]
    return found


def cue_glosses(par: Paragraph, cues: Iterable[Cue], rules: Rules) -> Iterator[Candidate]:
    """Candidates of the cues that stand in the paragraph."""
    likely = any(sure >= LIKELY for *_, sure in par.loanwords)
    for rule, cue in cues:
        if likely or rule.id != "ou étranger" or _CAPITAL.search(par.text, cue.end(), cue.end() + 40):
            yield from _at_cue(par, rule, cue, rules)


def _at_cue(par: Paragraph, rule: CueRule, cue: re.Match[str], rules: Rules) -> Iterator[Candidate]:
    """The candidate of one cue, if both sides stand where the rule says."""
    sides = _two_parts(par, rule, cue) if rule.left == "none" else _around(par, rule, cue)
    if not sides:
        return
    left, right = sides
    if left[0] >= left[1] or right[0] >= right[1]:
        return
    term, gloss = (left, right) if rule.first == "term" else (right, left)
    if (rule.left == "subject" and _is_supposed(par, term)) or (rule.right == "bare" and _is_speech(par, term)):
        return
    language = rules.language_in(cue[0])
    found = classify(par, rule.id, rule.kind, term, gloss, language)
    if found:
        if rule.id == "apposition":
            found.features.update(_apposition(par, cue[0], term, gloss))
        yield found


def _is_supposed(par: Paragraph, subject: Span) -> bool:
    """Whether the clause is one of condition or time, « lorsque la chose saisie est un véhicule », or what stands there
    no subject: « de manière générale, c'est »."""
    number = par.token_from(subject[0]) - 1
    while number >= 0 and par.tags[number] == "DET":
        number -= 1
    opens = number >= 0 and par.starts[number] == par.sentences[par.sentence_at(subject[0])][0]
    return number >= 0 and (par.words[number] in _SUPPOSING or (opens and par.tags[number] == "ADP"))


def _is_speech(par: Paragraph, quoted: Span) -> bool:
    """Whether somebody says it: what follows « On verra bien », then, is no apposition."""
    return len(par.tokens_in(*quoted)) > _LONGEST_NAME or is_clause(par, quoted)


def _short_before(text: str, place: int) -> bool:
    """Whether a short form can stand before ``place``: it has a capital. Told before both sides are sought."""
    return _CAPITAL.search(text, max(0, place - 16), place) is not None


def _apposition(par: Paragraph, cue: str, left: Span, right: Span) -> dict[str, float]:
    """Dashes on both sides of an apposition speak for it; one comma more, with a determiner, for an enumeration."""
    dash = cue.strip(" ,")[:1]
    before = par.text[max(0, left[0] - 12) : left[0]]
    after = par.text[right[1] : right[1] + 14]
    return {
        "tirets": float(dash in {"-", "–", "—"} and after.lstrip().startswith(dash)),
        "enumeration": float(bool(_LISTED_BEFORE.search(before) or _LISTED_AFTER.match(after))),
    }


def _two_parts(par: Paragraph, rule: CueRule, cue: re.Match[str]) -> tuple[Span, Span] | None:
    """Both sides after the cue: « on entend par X Y »."""
    first = name_after(par, cue.end())
    if not first or rule.then is None:
        return None
    place = par.skip_spaces(first[1])
    if place in par.quote_ends:
        place = par.skip_spaces(place + 1)
    elif place == first[1] or par.text[place : place + 1] in ",:;.":
        place = first[1]
    then = rule.then.match(par.text, place) or rule.then.match(par.text, first[1])
    if not then:
        return None
    second = _right(par, rule.right, then.end())
    return (first, second) if second else None


def _around(par: Paragraph, rule: CueRule, cue: re.Match[str]) -> tuple[Span, Span] | None:
    """One side before the cue, the other after it."""
    right = _right(par, rule.right, cue.end())
    if not right or (rule.after and not rule.after.match(par.text, right[1])):
        return None
    left = side_before(par, rule, cue.start(), right)
    if left and rule.first == "gloss" and not (agrees(par, left, cue[0]) and _names_all(par, left, cue[0])):
        return None
    return (left, right) if left else None


def _names_all(par: Paragraph, span: Span, cue: str) -> bool:
    """Whether what is named is all that stands before the cue: « des zones dites « off-shore » » are some of them."""
    return len(par.tokens_in(*span)) > 1 or not _SOME_OF.match(cue)


def _right(par: Paragraph, shape: str, place: int) -> Span | None:
    if shape == "name":
        return name_after(par, place)
    if shape == "apposition":
        span = apposition_after(par, place)
        return None if span and is_clause(par, span) else span
    if shape == "bare":
        span = apposition_after(par, place)
        return span if span and par.tags[par.token_from(span[0])] == "NOUN" and not is_clause(par, span) else None
    if shape == "quoted":
        return par.quoted_at(par.skip_spaces(place))
    if shape == "pair":
        return pair_after(par, place)
    span = definition_after(par, place)
    return None if span and shape == "phrase" and is_clause(par, span) else span


def pair_after(par: Paragraph, place: int) -> Span | None:
    """The words that a blend is made of: « share » et « parenting »."""
    first = name_after(par, place)
    link = _AND.match(par.text, first[1]) if first else None
    second = name_after(par, link.end()) if link else None
    return (first[0], second[1]) if first and second else first
