"""PDF, Word, OpenDocument and EPUB → their paragraphs and what they say of themselves.

A file's own date is when it was saved, not when the article appeared: it is not taken for one.
"""

from __future__ import annotations

import io
import logging
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from glossary.model import GlossaryError
from glossary.read.archives import part
from glossary.read.dates import read_date
from glossary.read.known import Known
from glossary.read.markup import missing, parse_html, parse_xml, visible_lines
from glossary.read.options import ReadOptions

MOST_PAGES = 3000
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def read_pdf(raw: bytes, options: ReadOptions) -> tuple[str, Known]:
    """The text of a PDF, page after page, through pypdf (BSD-3-Clause)."""
    try:
        import pypdf
    except ImportError as error:
        raise missing("pdf", "PDF files", error) from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are about files, not about us
    reader = pypdf.PdfReader(io.BytesIO(raw))
    if reader.is_encrypted:
        _unlock(reader)
    if len(reader.pages) > MOST_PAGES:
        raise GlossaryError(f"has {len(reader.pages)} pages, more than {MOST_PAGES}: split it")
    pages, size = [], 0
    for page in reader.pages:
        pages.append(page.extract_text())
        size += len(pages[-1])
        if size > options.max_article:
            raise GlossaryError(f"holds more than {options.max_article} characters: split it")
    text = "\n".join(pages)
    if not text.strip():
        raise GlossaryError("holds no text, only images of it (a scan): run text recognition (OCR) on it first")
    stated = (reader.metadata.title if reader.metadata else None) or ""
    # Most PDF titles are file names; one that the first page prints is the article's.
    title = " ".join(stated.split())
    printed = len(title.split()) > 2 and title in " ".join(pages[0].split())
    return text, Known(title=title if printed else None)


def _unlock(reader: Any) -> None:
    from pypdf.errors import DependencyError

    try:
        opened = reader.decrypt("")
    except (DependencyError, NotImplementedError) as error:
        raise GlossaryError("is protected: save it without protection first") from error
    if not opened:
        raise GlossaryError("is protected by a password: save it without one first")


def read_docx(archive: zipfile.ZipFile, raw: bytes, options: ReadOptions) -> tuple[str, Known]:
    """The paragraphs of a Word document, through python-docx (MIT); every part is measured first."""
    try:
        import docx
    except ImportError as error:
        raise missing("docs", "Word documents", error) from error
    for info in archive.infolist():
        if info.filename.endswith((".xml", ".rels")):
            parse_xml(part(archive, info.filename, options))
    try:
        document = docx.Document(io.BytesIO(raw))
    except (KeyError, ValueError) as error:
        raise GlossaryError(f"is a damaged Word document: {error}") from error
    lines, title = [], None
    for paragraph in document.paragraphs:
        style = (paragraph.style.name or "") if paragraph.style is not None else ""
        if title is None and style in ("Title", "Titre") and paragraph.text.strip():
            title = paragraph.text.strip()
        lines.append(paragraph.text)
    about = document.core_properties
    return "\n\n".join(lines), Known(title=title or _real_title(about.title))


def _real_title(stated: str | None) -> str | None:
    """A stated title, unless it is a file's name or a program's default."""
    words = (stated or "").split()
    if len(words) < 3 or re.search(r"\.(docx?|odt|pdf)$|^(microsoft|untitled|sans titre|document)", stated or "", re.I):
        return None
    return " ".join(words)


def read_odt(archive: zipfile.ZipFile, options: ReadOptions) -> tuple[str, Known]:
    """The paragraphs of an OpenDocument text, straight from its XML (ISO/IEC 26300)."""
    manifest = part(archive, "META-INF/manifest.xml", options)
    if b"encryption-data" in manifest:
        raise GlossaryError("is protected by a password: save it without one first")
    tree = parse_xml(part(archive, "content.xml", options))
    lines, title = [], None
    for element in tree.iter(f"{_TEXT}p", f"{_TEXT}h"):
        if any(above.tag.endswith(("}tracked-changes", "}note", "}annotation")) for above in element.iterancestors()):
            continue
        line = "".join(_odt_text(element))
        if title is None and (element.get(f"{_TEXT}style-name") or "") in ("Title", "Titre") and line.strip():
            title = line.strip()
        lines.append(line)
    return "\n\n".join(lines), Known(title=title)


def _odt_text(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if not isinstance(child.tag, str) or child.tag.endswith(("}note", "}annotation", "}p", "}h")):
            pass
        elif child.tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c") or 1), 1000)
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield " " if child.tag.endswith("tab") else "\n"
        else:
            yield from _odt_text(child)
        yield child.tail or ""


def read_epub(archive: zipfile.ZipFile, options: ReadOptions) -> tuple[str, Known]:
    """The chapters of an EPUB in reading order, as one text."""
    locks = "META-INF/encryption.xml"
    if locks in archive.namelist() and b"EncryptedData" in part(archive, locks, options):
        raise GlossaryError("is protected (DRM): it cannot be read")
    container = parse_xml(part(archive, "META-INF/container.xml", options))
    rootfile = container.find(".//{*}rootfile")
    if rootfile is None:
        raise GlossaryError("is not complete: its container names no book")
    opf = rootfile.get("full-path") or ""
    book = parse_xml(part(archive, opf, options))
    files = {item.get("id"): item.get("href") or "" for item in book.iter("{*}item")}
    lines: list[str] = []
    for reference in book.iter("{*}itemref"):
        file = unquote(files.get(reference.get("idref"), ""))
        href = posixpath.normpath(posixpath.join(posixpath.dirname(opf), file))
        chapter = part(archive, href, options).decode("utf-8", "replace")
        if re.search(r"epub:type=[\"'](?:toc|cover|landmarks)", chapter):
            continue
        lines += visible_lines(parse_html(chapter))
    stated = {name: book.findtext(f".//{_DC}{name}") for name in ("title", "creator", "publisher", "date", "language")}
    day = read_date(stated["date"] or "")
    return "\n\n".join(lines), Known(
        title=stated["title"],
        author=stated["creator"],
        publisher=stated["publisher"],
        published=day if day and not day.startswith("--") else None,
    )
