"""The visible lines of HTML and of the XML in documents, as a reader would copy them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from glossary.model import GlossaryError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "svg", "head", "iframe", "object", "math", "select", "textarea")
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "p div section article header footer main aside nav ul ol li dl dt dd table tr td th thead tbody blockquote pre"
        " h1 h2 h3 h4 h5 h6 figure figcaption form fieldset address hr br button label details summary dialog title",
    )
)


def parse_html(page: str) -> HtmlElement:
    """The tree of a page, however broken; GlossaryError for what is no page at all."""
    import lxml.html

    try:
        # A page that declares its encoding in an XML prologue is not accepted as text.
        return lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", page))
    except (ValueError, lxml.etree.LxmlError, AssertionError) as error:
        raise GlossaryError(f"is not a page that can be read: {error}") from error


def parse_xml(raw: bytes) -> Any:
    """The tree of XML that a stranger wrote: no entity is expanded, nothing is fetched."""
    from lxml import etree

    if re.search(rb"<!ENTITY", raw):
        raise GlossaryError("declares XML entities of its own, which articles never do: refused")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise GlossaryError(f"is damaged: its XML stops making sense ({str(error).split(chr(10))[0][:120]})") from error


def missing(extra: str, what: str, error: ImportError) -> GlossaryError:
    """The message for a library that is not installed."""
    return GlossaryError(f"{what} need the library {error.name}: pip install 'glossary-fr[{extra}]'")


def visible_lines(tree: HtmlElement) -> list[str]:
    """The text of each block, in order; not recursive, so that no nesting is too deep."""
    lines: list[str] = []
    parts: list[str] = []
    for text, breaks in _pieces(tree):
        if breaks:
            lines.append("".join(parts))
            parts = []
        parts.append(text)
    lines.append("".join(parts))
    return [line for line in (re.sub(r"[ \t\r\n\f]+", " ", line).strip() for line in lines) if line]


def _pieces(tree: HtmlElement) -> Iterator[tuple[str, bool]]:
    """Each text with whether a block begins or ends before it."""
    from lxml import etree

    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not hidden and element.tail:
                yield element.tail, False
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            hidden += tag in _UNSEEN
            if not hidden:
                yield element.text or "", tag in _BLOCKS
        else:
            hidden -= tag in _UNSEEN
            if not hidden:
                yield element.tail or "", tag in _BLOCKS
