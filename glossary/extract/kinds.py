"""What a pair of spans is: translation, definition, paraphrase or expansion, in which languages and direction."""

from __future__ import annotations

from glossary.extract.candidates import Candidate
from glossary.extract.foreign import third_language
from glossary.extract.letters import is_short_form
from glossary.extract.longforms import aligned_prefix, long_form_before, reordered
from glossary.extract.phrases import bare
from glossary.extract.spans import LIKELY, Paragraph, Span
from glossary.extract.wording import count_notions, has_relative, looks_foreign

# Notions that a restatement has at most; what says more tells a kind and what sets it apart. Tuned on the
# reformulations of tests/gold: the definitions have four or more.
RESTATING = 3

LONGEST_EQUIVALENT = 7  # tokens
_INDEFINITE = {"un", "une", "des", "ces", "ce", "cet", "cette"}

# Rules whose cue says nothing unless the letters match.
LETTERS_ONLY = {"sigle, pour", "sigle entre virgules", "ou sigle"}


def classify(par: Paragraph, rule: str, kind: str, term: Span, gloss: Span, language: str | None) -> Candidate | None:
    """The candidate with its kind, languages and direction, as the guide tells them apart."""
    form = par.text[term[0] : term[1]]
    words = len(par.tokens_in(*gloss))
    features: dict[str, float] = {"gloss_words": float(min(words, 30))}
    if is_short_form(form):
        long = aligned_prefix(par, bare(par, gloss), form)
        if not long and gloss[1] < term[0]:
            before = long_form_before(par, gloss[1], form)
            long = before if before and before[0][1] > gloss[0] else None
        if long:
            features["letter_cost"] = long[1]
            lang = "en" if looks_foreign(par, long[0]) > 0.25 else "fr"
            return Candidate(par, term, long[0], "acronym", lang, lang, rule, features)
        share = reordered(par, gloss, form) if kind != "definition" else 0.0
        if share > 0.99 and len(form) > 2 and gloss[1] <= term[0]:
            features["reordered"] = share
            return Candidate(par, term, gloss, "acronym", language or "en", "fr", rule, features)
        if rule in LETTERS_ONLY:
            return None
    elif rule in LETTERS_ONLY:
        return None
    outer, inner = looks_foreign(par, term), looks_foreign(par, gloss)
    equivalents = kind not in {"definition", "acronym"} and words <= 6 and language != "fr"
    if equivalents and inner > 0.4 and inner - outer > 0.5:
        term, gloss, outer, inner = gloss, term, inner, outer
        form = par.text[term[0] : term[1]]
    if rule == "ou étranger" and (outer - inner < 0.8 or not _is_loanword(par, term)):
        return None
    if outer <= 0.2 and (language == "fr" or (rule == "se traduire par" and not par.is_quoted(term))):
        return None  # « la crise se traduit par une baisse »
    foreign = outer > 0.25 or (language not in (None, "fr"))
    features["gap"] = outer - inner
    if kind == "auto":
        if foreign:
            kind = "translation" if _is_equivalent(par, rule, gloss) else "definition"
        else:
            kind = "paraphrase" if _restates(par, gloss) else "definition"
    lang = (language if language != "fr" else None) or third_language(form) or "en"
    return Candidate(par, term, gloss, kind, lang if foreign else "fr", "fr", rule, features)


def _is_equivalent(par: Paragraph, rule: str, span: Span) -> bool:
    """Whether a French gloss could stand for a foreign term: not « une technique qui supprime le labour »,
    which in apposition tells a kind and what sets it apart."""
    number = par.token_from(span[0])
    kind_of = rule == "apposition" and par.words[number] in _INDEFINITE and count_notions(par, span) >= RESTATING
    return len(par.tokens_in(*span)) <= LONGEST_EQUIVALENT and not kind_of and not has_relative(par, span)


def _restates(par: Paragraph, span: Span) -> bool:
    """Whether a French gloss could take its term's place: a few words, and no clause that explains."""
    return count_notions(par, span) <= RESTATING and not has_relative(par, span)


def _is_loanword(par: Paragraph, span: Span) -> bool:
    found = par.loanword_at(*span)
    return found is not None and found[1] >= LIKELY
