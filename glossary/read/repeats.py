"""Lines that say again what another line says: teasers of the article on its own page, doubled titles."""

from __future__ import annotations

import re

from glossary.forms import fold

SHORTEST = 40  # letters; below, saying it twice may be style
_CUT_OFF = re.compile(
    r"\s*(?:\[?(?:\.\.\.|…)\]?|\(\.\.\.\)|lire la suite.{0,12}|en savoir plus.{0,8})\s*$", re.IGNORECASE
)


def letters(line: str) -> str:
    """The letters and digits alone: teasers lose spaces and line ends when copied."""
    return re.sub(r"[\W_]+", "", fold(line))


def find_repeats(texts: dict[int, str]) -> dict[int, str]:
    """The lines whose whole wording stands in an earlier line, or in a later one if they were cut off."""
    out: dict[int, str] = {}
    said = ""
    ends = {index: _CUT_OFF.search(line) for index, line in texts.items()}
    wordings = {index: letters(line[: end.start()] if (end := ends[index]) else line) for index, line in texts.items()}
    later = "|".join(wordings.values())
    for index, wording in wordings.items():
        later = later[len(wording) + 1 :]
        if len(wording) >= SHORTEST:
            # A teaser may be cut within its last word.
            if wording in said or (ends[index] and wording[:-3] in said):
                out[index] = "redite"
                continue
            if ends[index] and any(wording == other[: len(wording)] for other in later.split("|")):
                out[index] = "redite"
                continue
        said += wording
    return out
