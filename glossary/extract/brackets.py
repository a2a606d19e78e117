"""Glosses in brackets, both ways: « réseaux profonds (deep learning) », « kleśa (afflictions) », « ONG (…) »."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from glossary.extract.candidates import Candidate
from glossary.extract.definitions import definition_after
from glossary.extract.foreign import third_language
from glossary.extract.items import Item, bracket_items, is_list
from glossary.extract.letters import is_short_form
from glossary.extract.longforms import aligned_prefix, long_form_before
from glossary.extract.phrases import bare, foreign_before, name_after, name_before
from glossary.extract.rules import Rules
from glossary.extract.shortforms import NOT_A_GLOSS, acronym, covers_more, of_short, reordered_short, short_before
from glossary.extract.sides import without_mention
from glossary.extract.spans import Paragraph, Span
from glossary.extract.wording import is_clause, looks_foreign
from glossary.forms import zipf

_LONGEST = 400  # characters of a bracket that can hold a gloss
_OTHER_LANGUAGE = frozenset({"etranger-entre-parentheses", "francais-entre-parentheses"})
_SAYS_WHAT = ("determiner", "verb")  # a part of a bracket that has one may define, also with commas in it


def bracket_glosses(par: Paragraph, rules: Rules) -> Iterator[Candidate]:
    """Candidates from each bracket and what stands right before it."""
    for opening, close in par.brackets.items():
        if close - opening > _LONGEST or close - opening < 2:
            continue
        before = par.back_spaces(opening)
        if not before or opening - before > 2 or par.text[before - 1] in ".;:!?,":
            continue
        items = bracket_items(par, opening + 1, close, rules)
        if items:
            listed = is_list(par, opening + 1, close, items)
            yield from _pair(par, before, items, rules, listed)


def _pair(par: Paragraph, before: int, items: list[Item], rules: Rules, listed: bool) -> Iterator[Candidate]:
    """Each part of the bracket with what stands before it, and short forms with long ones inside it."""
    short = short_before(par, before)
    texts = [par.text[i.span[0] : i.span[1]] for i in items]
    shorts = [n for n, text in enumerate(texts) if is_short_form(text)]
    if short and 0 not in shorts:
        yield from of_short(par, short, items, rules)
        return
    used: set[int] = set()
    for n in shorts:
        matched = long_form_before(par, before, texts[n])
        if matched and matched[1] > 0.1 and covers_more(par, before, texts[n], matched[0]):
            matched = None
        if matched:
            span, cost = matched
            yield acronym(par, items[n].span, span, "sigle-entre-parentheses", {"letter_cost": cost})
        for m in range(len(items)):
            if m in shorts:
                continue
            prefix = aligned_prefix(par, items[m].span, texts[n])
            if prefix:
                yield acronym(par, items[n].span, prefix[0], "sigle-et-forme-longue", {"letter_cost": prefix[1]})
                matched = prefix
                if looks_foreign(par, items[m].span) <= 0 and items[m].lang is None:
                    used.add(m)
        if not matched and not listed:
            yield from reordered_short(par, items[n], before, texts[n], len(items))
    rest = [i for n, i in enumerate(items) if n not in shorts and n not in used and not _is_purpose(par, items, n)]
    choices = [items[n].span for n in range(len(items)) if _is_choice(par, items, n)]
    for found in _of_name(par, before, rest, rules):
        named = found.rule == "autre-nom-entre-parentheses"
        chosen = named and any(start <= found.term[0] < end for start, end in choices)
        if not (chosen or (listed and _is_instance(found))):
            yield found
    for first, second in itertools.pairwise(rest):
        yield from _of_part(par, first, second)


def _is_instance(found: Candidate) -> bool:
    """Whether a part of a list can only be an instance, not the meaning, of what stands before the bracket."""
    defines = any(found.features.get(sign) for sign in _SAYS_WHAT)
    return found.rule in _OTHER_LANGUAGE or (found.rule == "definition-entre-parentheses" and not defines)


def _is_purpose(par: Paragraph, items: list[Item], number: int) -> bool:
    """Whether the part tells what for, or for whom: « (certains ont menti pour s'enrichir) »."""
    if number == 0 or items[number].cue != "pour":
        return False
    start = par.token_from(items[number].span[0])
    return par.tags[start : start + 1] == ("DET",) or is_clause(par, items[number - 1].span)


def _is_choice(par: Paragraph, items: list[Item], number: int) -> bool:
    """Whether the part is but the other choice beside a French one: « (administrateurs ou autres fonctionnaires) »."""
    return number > 0 and items[number].cue.startswith("ou") and looks_foreign(par, items[number - 1].span) < 0.25


def _of_name(par: Paragraph, before: int, items: list[Item], rules: Rules) -> Iterator[Candidate]:
    """Parts of a bracket that are no short forms, against the name before the bracket."""
    for item in items:
        span = item.span
        if NOT_A_GLOSS.search(par.text, *span) or rules.no_gloss.match(par.text, span[0]) or span[0] == span[1]:
            continue
        if len(par.tokens_in(*span)) > 45:
            continue
        yield from _bracket_pair(par, before, item, len(items))


def _of_part(par: Paragraph, first: Item, second: Item) -> Iterator[Candidate]:
    """A foreign part that the next part explains: « (en anglais rulings, un accord fiscal avantageux) »."""
    number = par.token_from(second.span[0])
    if number >= len(par.words) or par.words[number] not in {"un", "une", "des", "le", "la", "les", "l'"}:
        return
    if looks_foreign(par, first.span) > 0.3 > looks_foreign(par, second.span) and len(par.tokens_in(*second.span)) > 3:
        gloss = definition_after(par, second.span[0], until=second.span[1]) or second.span
        yield Candidate(par, first.span, gloss, "definition", "en", "fr", "apposition", {})


def _bracket_pair(par: Paragraph, before: int, item: Item, parts: int) -> Iterator[Candidate]:
    """One part of a bracket as translation, definition or other name of what stands before it."""
    span = item.span
    text = par.text[span[0] : span[1]]
    if len(text) < 2 or text.lower().startswith("le fait qu"):
        return  # a variable; a remark
    if text[:1].isupper() and par.tags[par.token_from(span[0])] in {"DET", "PRON"} and is_clause(par, span):
        return  # a sentence of its own
    inner = looks_foreign(par, bare(par, span))
    wide = name_before(par, before) or foreign_before(par, before) or rare_word_before(par, before)
    if not wide:
        return
    size = max(1, len(re.findall(r"\w{3,}", text)))
    narrow = name_before(par, before, words=size, loose=size > 2) or wide
    foreign_left = foreign_before(par, before) or wide
    outer, outer_narrow = looks_foreign(par, foreign_left), looks_foreign(par, narrow)
    features = _features(par, item, parts)
    features["gap"] = abs(inner - outer_narrow)
    lang = third_language(text)
    if item.lang not in (None, "fr") or (item.lang is None and inner > 0.25 and inner - outer_narrow > 0.5):
        features["name"] = float(text[:1].isupper() and not par.is_quoted(span) and lang != "la")
        yield Candidate(
            par, span, narrow, "translation", item.lang or lang or "en", "fr", "etranger-entre-parentheses", features
        )
    elif item.lang == "fr" or (outer > 0.2 and outer - inner > 0.5 and (item.sense != "naming" or outer > 0.8)):
        features["gap"] = outer - inner
        term = foreign_left
        left = par.text[term[0] : term[1]]
        features["name"] = float(left[:1].isupper() and not par.is_quoted(term) and third_language(left) != "la")
        gloss = definition_after(par, span[0], until=span[1]) or span
        kind = "translation" if item.lang or len(text.split()) <= 9 else "definition"
        yield Candidate(
            par, term, gloss, kind, third_language(left) or "en", "fr", "francais-entre-parentheses", features
        )
    else:
        yield from _french_pair(par, wide, item, features)


def rare_word_before(par: Paragraph, place: int) -> Span | None:
    """A verb before the bracket that is worth explaining: « à moins de scroller [faire défiler la page] »."""
    number = par.token_before(place)
    if number < 0 or par.ends[number] != place or par.tags[number] != "VERB":
        return None
    return (par.starts[number], place) if zipf(par.words[number]) < 2.5 else None


def _french_pair(par: Paragraph, left: Span, item: Item, features: dict[str, float]) -> Iterator[Candidate]:
    """Two French sides: a definition in the bracket, or another name."""
    span, words = item.span, len(par.tokens_in(*item.span))
    left = without_mention(par, left)
    features["left_words"] = float(len(par.tokens_in(*left)))
    if item.sense == "naming" or (item.cue in {"ou", "ou encore"}):
        term = name_after(par, span[0]) or span
        yield Candidate(par, bare(par, term), left, "paraphrase", "fr", "fr", "autre-nom-entre-parentheses", features)
    elif words > 2 or features["determiner"]:
        gloss = definition_after(par, span[0], until=span[1]) or span
        yield Candidate(par, left, gloss, "definition", "fr", "fr", "definition-entre-parentheses", features)
    else:
        yield Candidate(par, span, left, "paraphrase", "fr", "fr", "synonyme-entre-parentheses", features)


def _features(par: Paragraph, item: Item, parts: int) -> dict[str, float]:
    """What the shape of a bracket's part says."""
    start, end = item.span
    tokens = par.tokens_in(start, end)
    tags = [par.tags[i] for i in tokens]
    return {
        "quoted": float(par.is_quoted(item.span)),
        "cued": float(bool(item.sense or item.lang)),
        "parts": float(parts > 2),
        "words": float(min(len(tags), 20)),
        "determiner": float(bool(tags) and tags[0] == "DET"),
        "verb": float("VERB" in tags or "AUX" in tags),
        "proper": float(bool(tags) and tags[0] == "PROPN"),
        "list": float(par.text.count(",", start, end) > 1 or (" et " in par.text[start:end] and "DET" not in tags[:1])),
    }
