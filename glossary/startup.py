"""spaCy and its French model in half of the time: what they load and compile that no token depends on is left out."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

_LONG = 100_000  # characters of an expression that is worth shortening: spaCy's French token_match has 1.4 million
_OPENS, _BETWEEN, _CLOSES = "(?iu)(?:", ")|(?:", ")"
_CLASS = re.compile(r"(\[[^\]]{200,}\][+*]?)")  # a class that lists all letters


@contextmanager
def quick_startup() -> Iterator[None]:
    """Without torch, and with a long expression compiled as a short one of the same language, as long as it lasts.

    thinc imports torch where it is installed (Argos needs it), which takes longer than all of spaCy. spaCy's French
    module compiles at import 266 expressions joined, each of which spells all letters out.
    """
    compiles = re.compile
    hidden = "torch" not in sys.modules
    if hidden:
        sys.modules["torch"] = None  # type: ignore[assignment]  # how Python is told that there is none
    try:
        re.compile = lambda pattern, flags=0: compiles(shortened(pattern), flags)
        yield
    finally:
        re.compile = compiles
        if hidden:
            del sys.modules["torch"]


def shortened(pattern: Any) -> Any:
    """An expression that matches the same whole words, where it is long and joins many that end alike; else itself.

    (?iu)(?:^aXY$)|(?:^bXY$) is (?iu)(?:^(?:a|b)XY$), where X and Y are classes that list all letters.
    """
    if not isinstance(pattern, str) or len(pattern) < _LONG or not pattern.startswith(_OPENS):
        return pattern
    joined = [_CLASS.split(one) for one in pattern[len(_OPENS) : -len(_CLOSES)].split(_BETWEEN)]
    if not all(_is_whole(parts) for parts in joined):
        return pattern
    keys = {id(parts): _frame(parts) for parts in joined}
    joined.sort(key=lambda parts: keys[id(parts)])  # stable; a match says yes or no, whichever of them it is
    short = []
    for (before, after), alike in groupby(joined, key=lambda parts: keys[id(parts)]):
        middles = "|".join(parts[_varying(parts)] for parts in alike)
        short.append(f"{''.join(before)}(?:{middles}){''.join(after)}")
    return _OPENS + _BETWEEN.join(short) + _CLOSES


def _is_whole(parts: list[str]) -> bool:
    """Whether it is an expression for whole words, cut where it may be cut."""
    rest = "".join(parts[::2])
    return (
        parts[0].startswith("^") and parts[-1].endswith("$") and rest.count("(") == rest.count(")") and len(parts) > 2
    )


def _varying(parts: list[str]) -> int:
    """Which part tells it from those that are like it: the first that says more than where a word begins."""
    return 0 if parts[0] != "^" else 2


def _frame(parts: list[str]) -> tuple[list[str], list[str]]:
    """All that stands before and after that part."""
    place = _varying(parts)
    return parts[:place], parts[place + 1 :]
