"""Short forms beside a bracket or in it: « ONG (organisation non gouvernementale) », « interface utilisateur (UI) »."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossary.extract.candidates import Candidate
from glossary.extract.definitions import definition_after
from glossary.extract.items import Item
from glossary.extract.letters import is_short_form, letters_of
from glossary.extract.longforms import aligned_prefix, reordered
from glossary.extract.phrases import bare, name_before
from glossary.extract.rules import Rules
from glossary.extract.spans import Paragraph, Span
from glossary.extract.wording import content_words, looks_foreign

NOT_A_GLOSS = re.compile(r"[\d%€$£]|[.]{3}|…|https?:|www\.|@|[<>{}\\=]")
_PART_OF_MORE = re.compile(r", (?:de (?:la |l')|du |des )$")
_NUMBERED = re.compile(r"[)\]] ?n(?:[°º]|o\b)")  # « règlement (CEE) n° 2913/92 »


def covers_more(par: Paragraph, before: int, form: str, aligned: Span) -> bool:
    """Whether more words before the bracket have all the letters as initials, in another order: UI, OCR."""
    span = name_before(par, before, words=len(form) - 1)
    return span is not None and span[0] < aligned[0] and reordered(par, span, form) == 1.0


def short_before(par: Paragraph, before: int) -> Span | None:
    """The short form right before the bracket, quotes aside."""
    quoted = par.quoted_until(before)
    if quoted:
        return quoted if is_short_form(par.text[quoted[0] : quoted[1]]) else None
    start = before
    while start > 0 and before - start < 13 and (par.text[start - 1].isalnum() or par.text[start - 1] in "&-./"):
        start -= 1
    return (start, before) if is_short_form(par.text[start:before]) else None


def of_short(par: Paragraph, short: Span, items: list[Item], rules: Rules) -> Iterator[Candidate]:
    """« HVI (high value individual, cible de grande valeur) »."""
    form = par.text[short[0] : short[1]]
    long: Span | None = None
    for item in items:
        span = item.span
        if item.sense == "translation" and item.lang and looks_foreign(par, span) < 0.2:
            yield Candidate(par, short, span, "translation", "en", "fr", "sigle-explique", {"cued": 1.0})
            continue
        prefix = aligned_prefix(par, bare(par, span), form)
        if prefix and long is None:
            long = prefix[0]
            yield acronym(par, short, long, "forme-longue-entre-parentheses", {"letter_cost": prefix[1]})
            continue
        if NOT_A_GLOSS.search(par.text, *span) or is_short_form(par.text[span[0] : span[1]]):
            continue
        foreign = looks_foreign(par, span)
        words = len(par.tokens_in(*span))
        features = {"quoted": float(par.is_quoted(span)), "cued": float(bool(item.sense))}
        if long and foreign < 0.2 and looks_foreign(par, long) > 0.3 and words <= 5:
            yield Candidate(par, long, span, "translation", "en", "fr", "suite-entre-parentheses", features)
        elif foreign < 0.2 and words > 1:
            gloss = definition_after(par, span[0], until=span[1]) or span
            share = reordered(par, span, form)
            if share < 0.99 and rules.no_gloss.match(par.text, span[0]):
                continue
            kind = "definition" if (words > 4 and share < 0.99) or long else "acronym"
            gloss = bare(par, gloss) if kind == "acronym" else gloss
            features |= {"after_long": float(bool(long)), "reordered": share}
            yield Candidate(par, short, gloss, kind, "en" if long else "fr", "fr", "sigle-explique", features)


def acronym(par: Paragraph, short: Span, long: Span, rule: str, features: dict[str, float]) -> Candidate:
    """The pair of a short form and its long form, in the language of the latter."""
    lang = "en" if looks_foreign(par, long) > 0.25 else "fr"
    return Candidate(par, short, long, "acronym", lang, lang, rule, features)


def reordered_short(par: Paragraph, item: Item, before: int, form: str, parts: int) -> Iterator[Candidate]:
    """A foreign short form after its French equivalent: « interface utilisateur (UI) »."""
    span = name_before(par, before, words=max(2, len(form) - 1), loose=len(form) > 3)
    if not span or _NUMBERED.match(par.text, item.span[1]) or _PART_OF_MORE.search(par.text[: span[0]][-12:]):
        return
    span, share = _innermost(par, span, form)
    number = par.token_from(span[0])
    tokens = par.tokens_in(*span)
    if share < 0.5 and len(letters_of(form)) > content_words(par, tokens.start, tokens.stop - 1) + 1:
        return  # « Conseil de l'Europe (GRECO) »: too many letters for what stands there
    features = {
        "reordered": share,
        "instances": float(parts > 1 and not item.sense),
        "lower_case": float(par.text[span[0]].islower()),
        "verb": float(any(par.tags[i] in {"VERB", "AUX"} for i in tokens)),
        "name": float(par.tags[number] == "PROPN" and " " not in par.text[span[0] : span[1]]),
        "words": float(len(tokens)),
        "cued": float(bool(item.lang)),
    }
    yield Candidate(par, item.span, span, "acronym", item.lang or "en", "fr", "sigle-etranger", features)


def _innermost(par: Paragraph, span: Span, form: str) -> tuple[Span, float]:
    """The shortest definite phrase in the span that has as many of the letters as all of it, and their share:
    « Mission de l'Union africaine en Somalie » of « financement de la Mission … (AMISOM) »."""
    share = reordered(par, span, form)
    for number in par.tokens_in(*span):
        inner = (par.starts[number], span[1])
        definite = number > 1 and par.tags[number - 1] == "DET" and par.words[number - 2] == "de"
        if share >= 0.5 and (definite or par.words[number - 1] in {"du", "des"}) and span[0] < inner[0]:
            if reordered(par, inner, form) < share:
                break
            span = inner
    return span, share
