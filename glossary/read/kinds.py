"""What a file is, by its first bytes; its name is asked only where the bytes are text."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from glossary.model import GlossaryError
from glossary.read.encoding import is_binary

HEAD = 4096
_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "is an old Word or Office file: save it as .docx or .odt"),
    (b"{\\rtf", "is a rich-text file (RTF): save it as .docx, .odt or .txt"),
    (b"\x1f\x8b", "is compressed (gzip): unpack it first"),
    (b"BZh", "is compressed (bzip2): unpack it first"),
    (b"\xfd7zXZ\x00", "is compressed (xz): unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive: unpack it first, or make a .zip of it"),
    (b"Rar!", "is a RAR archive: unpack it first, or make a .zip of it"),
    (b"\x89PNG", "is an image (PNG), not an article"),
    (b"\xff\xd8\xff", "is an image (JPEG), not an article"),
    (b"GIF8", "is an image (GIF), not an article"),
    (b"RIFF", "is an image, a sound or a film, not an article"),
    (b"II*\x00", "is an image (TIFF), not an article"),
    (b"MM\x00*", "is an image (TIFF), not an article"),
    (b"ID3", "is a sound (MP3), not an article"),
    (b"OggS", "is a sound or a film (Ogg), not an article"),
    (b"\x7fELF", "is a program, not an article"),
    (b"MZ\x90", "is a program, not an article"),
    (b"\xca\xfe\xba\xbe", "is a program, not an article"),
    (b"SQLite format 3", "is a SQLite database: export its articles as .jsonl or .csv"),
    (b"%!PS", "is a PostScript file: convert it to PDF"),
    (b"wOF2", "is a font, not an article"),
)
_SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".eml": "mail",
    ".mht": "mhtml",
    ".mhtml": "mhtml",
    ".md": "markdown",
    ".markdown": "markdown",
}
_DOCUMENTS = {".docx", ".odt", ".epub", ".zip"}
_MARKUP = re.compile(
    rb"^\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p\b|meta)", re.I | re.S
)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b")


def kind_of(name: str, head: bytes) -> str:
    """pdf, zip, page, mail, jsonl, json, csv, markdown or plain; GlossaryError for what is no article."""
    suffix = PurePosixPath(name.lower()).suffix
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    for start, reason in _REFUSED:
        if head.startswith(start):
            raise GlossaryError(reason)
    if head[4:8] == b"ftyp":
        raise GlossaryError("is a film, a sound or an image (MP4, HEIC), not an article")
    if suffix == ".pdf" and not _MARKUP.match(head):
        raise GlossaryError("is called .pdf but is no PDF: it does not begin with %PDF")
    if suffix in _DOCUMENTS and not _MARKUP.match(head):
        raise GlossaryError(f"is called {suffix} but is none: it is damaged or not complete")
    text = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")
    if _MARKUP.match(text):
        return "page"
    if text.lstrip().startswith((b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex")):
        return _xml_kind(text)
    if suffix in (".html", ".htm", ".xhtml") and not is_binary(head):
        return "page"
    return _SUFFIXES.get(suffix, "plain")


def _xml_kind(text: bytes) -> str:
    if _FEED.search(text):
        raise GlossaryError("is a feed or a sitemap: add its articles with glossary add --feed")
    if b"<html" in text.lower():
        return "page"
    raise GlossaryError("is XML of a kind that holds no article as far as the program knows: save it as .html or .txt")
