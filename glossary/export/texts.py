"""Text that a format can carry: what XML forbids, what a spreadsheet would compute, what a line cannot hold."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

# XML 1.0 cannot hold these, not even escaped; U+FFFD shows that something stood there.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What makes a spreadsheet compute a cell (OWASP, « CSV injection »).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def xml_text(text: str) -> str:
    """The text with every character that XML forbids replaced by U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)


def neutral_cell(text: str) -> str:
    """The text behind an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def one_line(text: str) -> str:
    """The text on one line without tabs, for formats that have no quoting."""
    return " ".join(text.split())


@contextmanager
def utf8_lines(out: BinaryIO, encoding: str = "utf-8") -> Iterator[io.TextIOWrapper]:
    """``out`` as UTF-8 text with line ends as written; it stays open."""
    text = io.TextIOWrapper(out, encoding=encoding, newline="")
    try:
        yield text
    finally:
        text.flush()
        text.detach()
