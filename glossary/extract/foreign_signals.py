"""What speaks for and against a proposed span: named signals, each a number, for ``loanwords`` to weigh."""

from __future__ import annotations

import re
from collections.abc import Sequence

from glossary.extract.foreign_forms import has_shape
from glossary.extract.foreign_spans import Span, spells_out
from glossary.extract.foreign_words import Word
from glossary.rules.loanwords import bare_after, bare_before, load_cues, load_recent, load_words

_OPENING = re.compile(r"[«\"“(\[] ?$")
_QUOTE_BEFORE = re.compile(r"[«\"“] ?$")
_BRACKET_BEFORE = re.compile(r"[(\[][«\" ]*$")
_QUOTE_AFTER = re.compile(r" ?[»\"”]")
_BRACKET_AFTER = re.compile(r"[»\" ]*[)\]]")
_LAST_WORD = re.compile(r"([^\W\d_]+)['’]? ?[«\"“(\[]? ?$")
_NAME_NEXT = re.compile(r" (?:[A-Z][\w'-]+|[A-Z]\b|\d)")
_NAME_BEFORE = re.compile(r"(?:\b[A-Z][\w'-]*\.?|&) $")
CUED = frozenset({"guillemets", "parentheses", "indice-langue", "indice-nom", "developpe-sigle"})
REACH = 90  # characters around a span in which cues are looked for


def weigh_signals(text: str, words: Sequence[Word], span: Span, tag: str) -> dict[str, float]:
    """Every signal that holds for the span; a signal that does not hold is absent."""
    inside = words[span.first : span.last + 1]
    start, end = inside[0].start, inside[-1].end
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    signals = {"constante": 1.0, **_form_signals(inside), **_cue_signals(before, after)}
    signals |= {name: 1.0 for name, holds in _place_signals(text, words, span, before, after, tag) if holds}
    if "capitale" in signals and "indice-langue" in signals:
        signals["capitale-langue"] = 1.0
    if signals.keys().isdisjoint(CUED):
        form = inside[0].form
        plain = len(inside) == 1 and form.in_french and not form.looks_foreign and form.text not in load_recent()
        signals["francais-sans-indice"] = float(plain)
    elif signals.get("inconnu"):
        signals["inconnu-presente"] = signals["inconnu"]
    return signals


def _form_signals(inside: Sequence[Word]) -> dict[str, float]:
    """What the forms say: frequencies, dictionaries, spelling."""
    forms = [word.form for word in inside if word.kind != "link"] or [inside[0].form]
    gaps = [form.gap for form in forms]
    signals = {
        "ecart": sum(gaps) / len(gaps),
        "ecart-max": max(gaps),
        "ecart-min": max(-1.0, min(1.0, *gaps)) if len(gaps) > 1 else 0.0,
        "dictionnaire-francais": sum(form.in_french for form in forms) / len(forms),
        "dictionnaire-anglais": sum(form.in_english for form in forms) / len(forms),
        "allure-etrangere": float(any(form.looks_foreign for form in forms)),
        "allure-francaise": float(any(form.looks_french for form in forms)),
        "inconnu": sum(form.unheard for form in forms) / len(forms),
        "plusieurs-mots": float(len(forms) > 1 or "-" in forms[0].text),
        "emprunt-recent": float(" ".join(word.form.text for word in inside) in load_recent()),
        "court": float(len(inside) == 1 and len(forms[0].text) <= 3),
        "frequent-en-francais": max(0.0, min(form.french for form in forms) - 3),
    }
    signals["allure-savante"] = float(len(forms) == 1 and forms[0].looks_learned and not forms[0].looks_foreign)
    signals["lettre-rare"] = float(any(has_shape(form.text, "exotique") for form in forms))
    return {name: value for name, value in signals.items() if value}


def _cue_signals(before: str, after: str) -> dict[str, float]:
    """What the text says around the span; one cue of a sort is as good as three."""
    bare = bare_before(before), bare_after(after)
    return {f"indice-{cue.signal}": 1.0 for cue in load_cues() if cue.holds(*bare)}


def _place_signals(
    text: str, words: Sequence[Word], span: Span, before: str, after: str, tag: str
) -> list[tuple[str, bool]]:
    """Where the span stands: marks, capitals, names and articles beside it."""
    inside = words[span.first : span.last + 1]
    lists = load_words()
    last = _LAST_WORD.search(before)
    capitals = [word.capital for word in inside if word.kind != "link"] or [inside[0].capital]
    first_only = len(capitals) > 1 and not any(capitals[1:])
    capital = any(word.capital and not word.opens for word in inside) and not first_only
    determined = last is not None and last[1].lower() in lists["determinant"]
    quoted = _QUOTE_BEFORE.search(before) is not None
    bracketed = _BRACKET_BEFORE.search(before) is not None
    closed = _QUOTE_AFTER.match(after) is not None, _BRACKET_AFTER.match(after) is not None
    return [
        ("guillemets", quoted and closed[0]),
        ("parentheses", bracketed and closed[1]),
        ("ouvre-parenthese", bracketed and not closed[1]),
        ("developpe-sigle", spells_out(text, list(inside))),
        ("determinant", determined),
        ("capitale", capital),
        ("capitale-premiere", first_only and inside[0].capital and not inside[0].opens),
        ("capitale-ouvrante", inside[0].capital and inside[0].opens),
        ("capitale-determinee", capital and determined),
        ("capitale-entre-marques", capital and (quoted or bracketed)),
        ("nom-voisin", (capital or first_only) and bool(_NAME_NEXT.match(after) or _NAME_BEFORE.search(before))),
        ("nom-a-droite", not capital and bool(_NAME_NEXT.match(after))),
        (
            "nom-a-gauche",
            not inside[0].capital
            and span.first > 0
            and bool(_NAME_BEFORE.search(before))
            and not words[span.first - 1].opens,
        ),
        ("pluriel-determine", capital and _is_plural(inside, last[1].lower() if last else "")),
        ("organisme", capital and any(word.form.text in lists["nom-d-organisme"] for word in inside)),
        ("etiquette-nom-propre", tag == "PROPN"),
        ("etiquette-autre", tag in {"VERB", "ADJ", "ADV", "AUX"} and inside[0].form.in_french),
    ]


def _is_plural(inside: Sequence[Word], before: str) -> bool:
    """« les Incels »: a plural with its article is a common noun even with a capital."""
    return (
        len(inside) == 1
        and inside[0].form.text.endswith("s")
        and before in {"les", "des", "ces", "aux", "ses", "leurs"}
    )
