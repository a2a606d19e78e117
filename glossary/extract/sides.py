"""What stands before a cue: the name, the subject, or what a pronoun takes up, as the rule says."""

from __future__ import annotations

import re

from glossary.extract.foreign_forms import look_up
from glossary.extract.letters import is_short_form
from glossary.extract.phrases import bare, foreign_before, name_after, name_before
from glossary.extract.rules import CueRule
from glossary.extract.spans import LIKELY, Paragraph, Span
from glossary.extract.wording import looks_foreign
from glossary.extract.words import word_list

_ANAPHOR = re.compile(
    r"(?:ce|cet|cette|ces|cela|ceci|ça|c'|il|elle|ils|elles|celui-ci|celle-ci|qui|on|son|sa|ses|leur|leurs)\b"
)
_HEADING = re.compile(r"^[ •*-]*([^.;:!?\n]{2,60}?) ?(?:\([^()]{1,60}\) ?)?:(?= )")
_MENTIONS = word_list("têtes-de-mention")
_FINITE = {"VERB", "AUX"}
_STOPS = frozenset(',;:.()«»"')
_NEAR = 14  # tokens before a phrase in which its head can stand


def side_before(par: Paragraph, rule: CueRule, place: int, right: Span) -> Span | None:
    """The side of the pair that stands before a cue at ``place``; ``right`` is the other. None where there is none."""
    if rule.left == "heading":
        heading = _HEADING.match(par.text)
        if not heading or abs(heading.end() - place) > 4 or _has_verb(par, *heading.span(1)):
            return None
        return bare(par, heading.span(1))
    if rule.left == "previous":
        return antecedent(par, place)
    if rule.left == "subject":
        return subject_before(par, place)
    if rule.first == "gloss":
        return gloss_before(par, place, right)
    return _name(par, place)


def _name(par: Paragraph, place: int) -> Span | None:
    """The name before a cue: quoted, foreign, or a noun phrase; a bracket or comma between them is skipped."""
    # A cue may have eaten the closing quotation mark.
    for end in (place, place + 1, place + 2):
        if par.quote_ends.get(end) is not None and end <= len(par.text):
            return par.quoted_until(end + 1)
    place = par.back_brackets(place)
    foreign = foreign_before(par, place)
    wide = name_before(par, place)
    if wide:
        wide = without_mention(par, wide)
    if foreign and wide and foreign[0] > wide[0] and looks_foreign(par, wide) < 0.2 and not _qualifies(par, foreign):
        return foreign
    return wide or foreign or _loanword_before(par, place)


def _qualifies(par: Paragraph, span: Span) -> bool:
    """Whether the span is a French adjective, of which English has the like: « cirrhose primitive »."""
    number = par.token_from(span[0])
    if par.ends[number] != span[1] or par.tags[number] != "ADJ":
        return False
    form = look_up(par.words[number])
    return form.in_french or form.looks_french


def without_mention(par: Paragraph, span: Span) -> Span:
    """« équipollence des normes » of « concept d'équipollence des normes », « MRE » of « sigle MRE »."""
    first = par.token_from(span[0])
    if first + 1 >= len(par.words) or par.words[first] not in _MENTIONS:
        return span
    after = first + (2 if par.words[first + 1] in {"de", "d'", "du", "des"} else 1)
    if after == first + 1 and not is_short_form(par.text[par.starts[after] : span[1]]):
        return span
    if after >= len(par.words):
        return span
    inner = bare(par, (par.starts[after], span[1]))
    return inner if inner[0] < inner[1] else span


def _loanword_before(par: Paragraph, place: int) -> Span | None:
    """The last likely loanword within a few words: « via des releases de celui-ci, c'est-à-dire »."""
    near = [(s, e) for s, e, _, sure in par.loanwords if place - 30 <= e <= place and sure >= LIKELY]
    return max(near, key=lambda span: span[1]) if near else None


def gloss_before(par: Paragraph, place: int, name: Span) -> Span | None:
    """The noun phrase that a naming verb gives a ``name``; if it is « ce processus », nothing."""
    place = par.back_brackets(place)
    tokens = par.tokens_in(*name)
    span = name_before(par, place, words=max(len(tokens), 3), loose=True)
    if not span or (len(par.tokens_in(*span)) == 1 and _is_this(par, span)) or _is_each(par, span):
        return None
    same = _same_head(par, span, tokens) if len(tokens) > 1 else None
    return (same, span[1]) if same is not None else span


def _is_each(par: Paragraph, span: Span) -> bool:
    """Whether it says how often: « la somme versée chaque année est appelée coupon »."""
    return par.words[max(0, par.token_from(span[0]) - 1)] == "chaque"


def _same_head(par: Paragraph, span: Span, name: range) -> int | None:
    """Where the name's own noun stands before the span: « la loi sur la sécurité du quotidien, dite « loi X » »."""
    first = par.token_from(span[0])
    start = par.sentences[par.sentence_at(span[0])][0]
    for number in range(first, max(-1, first - _NEAR), -1):
        if par.starts[number] < start or par.tags[number] in _FINITE or par.words[number] in _STOPS:
            return None
        if par.words[number] == par.words[name.start] and par.tags[number] in {"NOUN", "PROPN"}:
            return par.starts[number]
    return None


def _is_this(par: Paragraph, span: Span) -> bool:
    """Whether a demonstrative stands before the span: it takes up something said before."""
    number = par.token_from(span[0]) - 1
    return number >= 0 and par.words[number] in {"ce", "cet", "cette", "ces"}


def subject_before(par: Paragraph, place: int) -> Span | None:
    """The subject of the verb at ``place``: the first noun phrase of its clause, or what a pronoun stands for."""
    sentence = par.sentences[par.sentence_at(max(0, place - 1))]
    start = sentence[0]
    heading = _HEADING.match(par.text)
    if heading and start == 0 and heading.end() < place:
        start = heading.end()
    start = par.skip_spaces(start)
    if _ANAPHOR.match(par.text[start : start + 16].lower()) and place - start < 60:
        return antecedent(par, start)
    near = _name(par, place)
    last = par.token_before(par.back_spaces(place))
    if near is None and last >= 0 and par.tags[last] == "PRON" and _ANAPHOR.match(par.words[last]):
        return antecedent(par, par.starts[last])
    if near and _is_this(par, near):
        return antecedent(par, near[0])
    first = name_after(par, start)
    if first and near and first[1] <= near[0] and not _has_verb(par, start, place):
        between = par.text[first[1] : near[0]]
        if re.match(r'[ »"]*(?:,|\(|ou\b)', between):
            return bare(par, first)
    if near is None and first and not _has_verb(par, first[1], place):
        return bare(par, first)
    return near


def _has_verb(par: Paragraph, start: int, end: int) -> bool:
    return any(par.tags[i] in _FINITE and par.words[i][-1:] not in "ésu" for i in par.tokens_in(start, end))


def antecedent(par: Paragraph, place: int) -> Span | None:
    """What « ce terme », « cela », « elle » of the sentence at ``place`` stands for: the heading of the
    paragraph, else the last quoted or foreign expression of the sentence before."""
    heading = _HEADING.match(par.text)
    number = par.sentence_at(place)
    start = par.sentences[number][0]
    if heading and heading.end() <= place:
        return bare(par, heading.span(1))
    if number == 0:
        return None
    left, right = par.sentences[number - 1]
    found = [(s, e) for s, e, _, sure in par.loanwords if left <= s < e <= right and sure >= 0.5]
    if not found:
        for opening, close in par.quotes.items():
            if left <= opening < close <= start and close - opening < 45:
                found.append(par.trim(opening + 1, close))
    return par.whole_word(max(found, key=lambda span: (span[1], -span[0]))) if found else None
