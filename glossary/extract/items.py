"""What is inside a bracket, part by part: « GEIC ou IPCC, de l'anglais … »."""

from __future__ import annotations

import re
from dataclasses import dataclass

from glossary.extract.letters import is_short_form
from glossary.extract.rules import Rules
from glossary.extract.spans import Paragraph, Span
from glossary.extract.wording import looks_foreign

_SEPARATOR = re.compile(r", |; ?| ou (?:encore )?| or | : | = | [-–—]{1,2} | pour | de l'anglais (?!\()")
_OR = frozenset({"ou", "ou encore"})
_COMMA = re.compile(", ")
_GOES_ON = re.compile(r"(?:…|[.]{3}|\betc\.?) ?$")
_HERE = re.compile(r" *(?:ici|donc),? ")


@dataclass(frozen=True, slots=True)
class Item:
    """One part of a bracket, and the cue that introduces it: « en anglais », « littéralement », « pour »."""

    span: Span
    cue: str
    lang: str | None  # the language that a cue names
    sense: str  # what a cue says the part is: translation, naming, definition, expansion or ""


def bracket_items(par: Paragraph, start: int, end: int, rules: Rules) -> list[Item]:
    """The parts of a bracket, without notes (« NdT ») and with the language cues read."""
    cuts = [start]
    for separator in _SEPARATOR.finditer(par.text, start, end):
        if not any(o < separator.start() < c for o, c in _pairs_within(par, start, end)):
            cuts += [separator.start(), separator.end()]
    cuts.append(end)
    found: list[Item] = []
    cue_before = ""
    for number in range(0, len(cuts), 2):
        left, right = cuts[number], cuts[number + 1]
        separator_text = par.text[cuts[number - 1] : left].strip() if number else ""
        item = _read_item(par, left, right, separator_text or cue_before, rules)
        cue_before = ""
        if item is None:
            continue
        if item.span[0] == item.span[1]:  # « en anglais, patent boxes »: the cue stands alone
            if found and not found[-1].lang and item.lang and number:
                found = [Item(i.span, i.cue, item.lang, i.sense or item.sense) for i in found]
            cue_before = par.text[left:right].strip()
            continue
        found.append(item)
    if found and found[0].sense == "definition":  # all the rest belongs to it
        first = found[0]
        return [Item((first.span[0], par.trim(first.span[0], end)[1]), first.cue, first.lang, first.sense)]
    return _merge_lists(par, found)[:5]


def is_list(par: Paragraph, start: int, end: int, items: list[Item]) -> bool:
    """Whether the bracket tells instances: three parts or more without a cue, « … » or « etc. » at the end.

    Short forms beside long ones are no list: « (HVI, high value individual, cible de grande valeur) ».
    """
    shorts = sum(is_short_form(par.text[i.span[0] : i.span[1]]) for i in items)
    if shorts not in (0, len(items)) or any(item.lang or (item.sense and item.cue not in _OR) for item in items):
        return False
    commas = sum(
        not any(o < comma.start() < c for o, c in _pairs_within(par, start, end))
        for comma in _COMMA.finditer(par.text, start, end)
    )
    return commas > 1 or _GOES_ON.search(par.text, start, end) is not None


def _merge_lists(par: Paragraph, items: list[Item]) -> list[Item]:
    """French parts that only commas separate are one part: a definition with commas in it, or a list."""
    merged: list[Item] = []
    for item in items:
        last = merged[-1] if merged else None
        if last and not (item.sense or item.lang or last.lang) and item.cue in {",", ""} and _is_plain(par, last, item):
            merged[-1] = Item((last.span[0], item.span[1]), last.cue, None, last.sense)
        else:
            merged.append(item)
    return merged


def _is_plain(par: Paragraph, *items: Item) -> bool:
    """Whether none of the parts is a short form or foreign."""
    return all(not is_short_form(par.text[i.span[0] : i.span[1]]) and looks_foreign(par, i.span) < 0.25 for i in items)


def _pairs_within(par: Paragraph, start: int, end: int) -> list[Span]:
    quotes = [(o, par.quotes[o]) for o in range(start, end) if o in par.quotes]
    return quotes + [(o, par.brackets[o]) for o in range(start, end) if o in par.brackets]


def _read_item(par: Paragraph, start: int, end: int, separator: str, rules: Rules) -> Item | None:
    """A part without its cue; None for a note of the editor."""
    text = par.text
    if rules.note.fullmatch(text[start:end].strip(" .,;:")):
        return None
    cue, lang, sense = separator, None, rules.sense_of(separator)
    lead = rules.item_cue.match(text, start, end)
    if lead and lead.end() > start:
        cue = lead[0].strip()
        sense = rules.sense_of(cue) or sense
        lang = rules.language_in(cue)
        start = lead.end()
    elif separator:
        lang = rules.language_in(separator)
    here = _HERE.match(text, start, end)
    start = here.end() if here else start
    tail = rules.language_tail.search(text, start, end)
    if tail:
        lang, end = rules.language_in(tail[0]), tail.start()
        sense = sense or "translation"
    return Item(par.trim(start, end), cue, lang, sense)
