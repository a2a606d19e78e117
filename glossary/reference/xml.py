"""Reading XML that others made: element by element, without entities, document types or the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from glossary.model import GlossaryError


def read_elements(path: Path, names: frozenset[str]) -> Iterator[tuple[str, etree._Element]]:
    """Yield the (local name, element) of each element of these names, then forget it.

    An entity could stand for anything, another file included: a file that declares one is refused.
    """
    tags = [f"{{*}}{name}" for name in sorted(names)]
    try:
        checked = False
        for _, element in etree.iterparse(
            str(path), events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False
        ):
            if not checked:
                _refuse_entities(path, element)
                checked = True
            yield local_name(element), element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise GlossaryError(
            f"{path}: not well-formed XML ({error.msg}); export the file again from its bank"
        ) from error


def first_tag(path: Path) -> str:
    """The local name of the root element."""
    try:
        for _, element in etree.iterparse(
            str(path), events=("start",), resolve_entities=False, no_network=True, load_dtd=False
        ):
            return local_name(element)
    except etree.XMLSyntaxError as error:
        raise GlossaryError(
            f"{path}: not well-formed XML ({error.msg}); export the file again from its bank"
        ) from error
    raise GlossaryError(f"{path}: an empty XML file")


def local_name(element: etree._Element) -> str:
    """The name without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(element: etree._Element | None) -> str:
    """All the text within, on one line."""
    if element is None:
        return ""
    whole = "".join(element.itertext()) if len(element) else element.text or ""
    return " ".join(whole.split())


def _refuse_entities(path: Path, element: etree._Element) -> None:
    declared = element.getroottree().docinfo.internalDTD
    if declared is not None and next(iter(declared.iterentities()), None) is not None:
        raise GlossaryError(
            f"{path}: it declares XML entities, which may hide anything; remove its DOCTYPE and try again"
        )
