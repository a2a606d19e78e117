"""The norms under which a form of a term bank may stand among the candidates, worked out when it is stored.

A bank says nothing of its words' tags, so that each form has several. A page that worked them out would load a
dictionary.
"""

from __future__ import annotations

import json
import re

from glossary.forms import fold, normal_form, straighten

_ARTICLES = frozenset({"le", "la", "les", "l'", "un", "une"})
_PREPOSITIONS = frozenset({"de", "du", "des", "d'", "à", "au", "aux", "en", "sur", "sous", "par", "pour", "sans"})


def stored_norms(language: str, text: str, status: str) -> str:
    """The column ``norms`` of an equivalent, a list in JSON; empty where its use is not told (see ``adoption``)."""
    told = status == "preferred" and language in ("fr", "und")
    return json.dumps(sorted(normal_forms(text)) if told else [], ensure_ascii=False)


def normal_forms(form: str) -> set[str]:
    """The norms that a form of a bank may have among the candidates, whatever its words are taken for.

    >>> sorted(normal_forms("abonnés itinérants"))
    ['abonnes itinerants', 'abonné itinérant', 'abonnés itinérants']
    """
    words = re.findall(r"\w+'|[\w-]+", straighten(form))
    small = ["D" if w.lower() in _ARTICLES else "P" if w.lower() in _PREPOSITIONS else "" for w in words]
    nouns = [tag or "N" for tag in small]
    adjectives = [tag or ("N" if place == 0 else "A") for place, tag in enumerate(small)]
    names = {normal_form(words, nouns), normal_form(words, adjectives), straighten(form), fold(form)}
    return {name for name in names if name}
