"""A corpus of damaged and hostile files, each with the words that its message must have.

``make_corpus`` writes it; nothing of it is kept in the repository.
"""

from __future__ import annotations

import io
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from made_files import ENGLISH, PARAGRAPHS, docx_of, epub_of, mail_of, odt_of, pdf_of, zip_of

TEXT = "\n".join(PARAGRAPHS)
GOOD: dict[str, bytes] = {
    "bon-1.txt": TEXT.encode(),
    "bon-2.html": f"<html><body><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></body></html>".encode(),
    "zz-bon-3.docx": docx_of(),
    "zz-bon-4.jsonl": json.dumps({"id": "a", "text": TEXT}).encode(),
}
Make = Callable[[Path], None]


def _raw_zip(name: bytes, data: bytes, size: int | None = None, flags: int = 0, attributes: int = 0) -> bytes:
    """A .zip with one member whose headers may lie."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    fields = (20, flags, 8, 0, 0, zlib.crc32(data), len(packed), len(data) if size is None else size, len(name), 0)
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", *fields) + name + packed
    central = b"PK\x01\x02" + struct.pack("<H", 0x314) + struct.pack("<HHHHHIIIHH", *fields)
    central += struct.pack("<HHHII", 0, 0, 0, attributes, 0) + name
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def _laughs() -> str:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "rire">{lines}]>'


def _docx_with(part: str, content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx_of())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


def _epub_with(part: str, content: str | None) -> bytes:
    with zipfile.ZipFile(io.BytesIO(epub_of())) as old:
        parts = {name: old.read(name) for name in old.namelist() if name != part}
    return zip_of(parts if content is None else {**parts, part: content})


def _locked_pdf() -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of(list(PARAGRAPHS))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _pdf_bomb() -> bytes:
    """A page whose contents unpack to 400 MB."""
    packed = zlib.compress(b"( ) Tj\n" * 60_000_000, 9)
    head = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages "
    head += b"/Kids [3 0 R] /Count 1 >>"
    head += b"\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>\nendobj\n4 0 obj\n"
    return head + b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(packed), packed)


def _sparse(megabytes: int) -> Make:
    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(megabytes * 1024 * 1024)

    return make


def _starting(start: bytes, megabytes: int) -> Make:
    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.write(start)
            file.truncate(megabytes * 1024 * 1024)

    return make


def _link(target: str) -> Make:
    return lambda path: path.symlink_to(target)


def _many_members() -> bytes:
    return zip_of({f"{n}.txt": b"" for n in range(20_001)})


def _nested(depth: int) -> bytes:
    archive = zip_of({"a.txt": TEXT})
    for _ in range(depth):
        archive = zip_of({"plus.zip": archive})
    return archive


HTML = "<html><body>{}</body></html>"
LOOP_OPF = '<package xmlns="http://www.idpf.org/2007/opf"><spine><itemref idref="absent"/></spine></package>'

# name → what is written (bytes, or a function of the path) and what the message must say
HOSTILE: dict[str, tuple[bytes | Make, str]] = {
    # nothing in it
    "vide.txt": (b"", r"is empty \(0 bytes\)"),
    "vide.pdf": (b"", r"is empty \(0 bytes\)"),
    "blancs.txt": (b" \n\t\r\n \n", "is empty"),
    "bom-seul.txt": (b"\xef\xbb\xbf", "is empty"),
    "menu.txt": ("Accueil\nMonde\nSports\n© Le Journal\nMentions légales\n".encode(), "look like menus"),
    "invisible.html": (b"<html><head><script>var a;</script></head><body></body></html>", "no article"),
    "formulaire.html": (
        HTML.format("<form><input name=q><button>OK</button></form>").encode(),
        "no article|no running text",
    ),
    "vide.zip": (zip_of({}), "empty archive"),
    "vide.jsonl": (b"\n\n\n", "holds no rows"),
    "vide.csv": (b"titre;texte\n", "holds no rows"),
    "vide.json": (b"[]", "holds no rows"),
    "pieces-jointes.eml": (b"From: a@b.example\nContent-Type: image/png\n\nAAAA", "only attachments"),
    "numerise.pdf": (pdf_of([" "]), "a scan"),
    # not what it says it is
    "image.txt": (b"\x89PNG\r\n\x1a\n" + bytes(200), r"image \(PNG\)"),
    "photo.html": (b"\xff\xd8\xff\xe0" + bytes(200), r"image \(JPEG\)"),
    "son.txt": (b"ID3\x04" + bytes(200), r"sound \(MP3\)"),
    "film.txt": (b"\0\0\0\x18ftypmp42" + bytes(200), "is a film"),
    "programme.txt": (b"\x7fELF" + bytes(200), "is a program"),
    "base.txt": (b"SQLite format 3\0" + bytes(200), "SQLite database"),
    "ancien.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old Word"),
    "riche.rtf": (b"{\\rtf1\\ansi Bonjour}", r"\(RTF\)"),
    "faux.pdf": (TEXT.encode(), "is no PDF"),
    "faux.docx": (TEXT.encode(), "is called .docx but is none"),
    "faux.zip": (b"PK rien d'une archive", "is called .zip but is none"),
    "faux.eml": ("Bonjour à tous".encode(), "no e-mail headers"),
    "tableur.docx": (zip_of({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}), "spreadsheet"),
    "archive.7z": (b"7z\xbc\xaf\x27\x1c" + bytes(100), "7z archive"),
    "archive.rar": (b"Rar!\x1a\x07\0" + bytes(100), "RAR archive"),
    "texte.txt.gz": (b"\x1f\x8b\x08" + bytes(100), r"compressed \(gzip\)"),
    "flux.txt": (b'<?xml version="1.0"?><rss><channel></channel></rss>', "--feed"),
    "plan.html": (b'<?xml version="1.0"?><urlset></urlset>', "--feed"),
    "inconnu.txt": (b'<?xml version="1.0"?><facture><total>3</total></facture>', "is XML of a kind"),
    # damaged
    "coupe.pdf": (pdf_of(list(PARAGRAPHS))[:300], "is damaged"),
    "coupe.docx": (docx_of()[:2000], "damaged or incomplete"),
    "coupe.zip": (zip_of({"a.txt": TEXT})[:60], "damaged or incomplete"),
    "coupe.odt": (odt_of()[:-40], "damaged or incomplete"),
    "sans-chapitre.epub": (_epub_with("OEBPS/a b.xhtml", None), "not complete: OEBPS/a b.xhtml is missing"),
    "sans-livre.epub": (_epub_with("OEBPS/livre.opf", LOOP_OPF), "not complete|is empty"),
    "xml-casse.odt": (zip_of({"content.xml": "<a><b></a>", "META-INF/manifest.xml": "<m/>"}), "XML stops making sense"),
    "xml-casse.docx": (_docx_with("word/document.xml", "<w:document>"), "XML stops making sense"),
    "sans-document.docx": (_docx_with("[Content_Types].xml", "<Types/>"), "damaged"),
    "octets-faux.zip": (_raw_zip(b"a.txt", TEXT.encode()).replace(b"\x03\x04", b"\x03\x05", 1), "damaged|none"),
    "ligne-cassee.jsonl": (b'{"text": "\n', "line 1 is not JSON"),
    "pas-un-objet.jsonl": (b"[1, 2, 3]\n", "not an object"),
    "sans-texte.jsonl": (b'{"titre": "Les drones"}\n', "no column that holds the text"),
    "profond.jsonl": (b"[" * 200_000 + b"\n", "is not JSON"),
    "profond.json": (b"[" * 200_000, "is not JSON"),
    "sans-texte.csv": (b"a;b\n1;2\n", "no column that holds the text"),
    "guillemet.csv": (b'titre;texte\nx;"jamais ferme\n' + b"y\n" * 50, "cannot be read"),
    "entete.md": (b"---\ntitle: [a\n---\n" + TEXT.encode(), "front matter is not YAML"),
    # in the wrong encoding, or in none
    "binaire.txt": (bytes(range(256)) * 20, "is not text"),
    "zeros.txt": (bytes(5000), "is not text"),
    "hasard.txt": (bytes(b | 0x80 for b in os.urandom(3000)), "encoding cannot be told"),
    "perdu.txt": (TEXT.replace("é", "\ufffd").encode(), "has lost"),
    # not in French
    "anglais.txt": (f"{ENGLISH}\n{ENGLISH}".encode(), r"not in French \(it looks like English\)"),
    "russe.txt": (
        "Министерство обороны сообщило во вторник, что купит новые беспилотники до конца года для наблюдения.".encode(),
        r"not in French \(it looks like Russian\)",
    ),
    "anglais.html": (HTML.format(f"<p>{ENGLISH}</p>" * 3).encode(), "not in French"),
    "anglais.eml": (mail_of(ENGLISH, Subject="Drones", From="a@b.example"), "not in French"),
    # locked
    "mot-de-passe.pdf": (_locked_pdf(), "password"),
    "mot-de-passe.zip": (_raw_zip(b"a.txt", TEXT.encode(), flags=1), "password"),
    "mot-de-passe.odt": (
        zip_of({"content.xml": "x", "META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"}),
        "password",
    ),
    "verrouille.epub": (_epub_with("META-INF/encryption.xml", "<e><EncryptedData/></e>"), "DRM"),
    # attacks
    "creux.txt": (_sparse(300), "is not text|is larger than 64 MB"),
    "creux.pdf": (_starting(b"%PDF-1.4\n", 300), "is larger than 64 MB"),
    "creux.html": (_starting(b"<html><body>", 300), "is larger than 64 MB"),
    "long.txt": (b"mot " * 2_000_000, "more than 5000000: split it"),
    "longue-ligne.jsonl": (b'{"text": "' + b"a" * 40_000_000 + b'"}', "line is too long"),
    "bombe.zip": (zip_of({"a.txt": b"a" * 50_000_000}), "times its size: a bomb"),
    "bombe-menteuse.zip": (_raw_zip(b"a.txt", b"a" * 90_000_000, size=1000), "damaged|unpacks to more"),
    "bombe.docx": (_docx_with("word/styles.xml", " " * 50_000_000), "a bomb"),
    "bombe.epub": (_epub_with("OEBPS/a b.xhtml", "<p>" + "a" * 50_000_000), "a bomb"),
    "bombe.pdf": (_pdf_bomb(), "damaged|scan|more than"),
    "poupees.zip": (_nested(5), "archive within an archive"),
    "foule.zip": (_many_members(), "20001 files, more than 20000"),
    "evasion.zip": (_raw_zip(b"../../etc/passwd.txt", TEXT.encode()), "leads out of the archive"),
    "racine.zip": (_raw_zip(b"/etc/passwd.txt", TEXT.encode()), "leads out of the archive"),
    "disque.zip": (_raw_zip(b"C:\\a.txt", TEXT.encode()), "leads out of the archive"),
    "lien.zip": (_raw_zip(b"lien.txt", b"/etc/passwd", attributes=0o120777 << 16), "is a link"),
    "rires.odt": (
        zip_of({"content.xml": _laughs() + "<x>&l9;</x>", "META-INF/manifest.xml": "<m/>"}),
        "XML entities of its own",
    ),
    "rires.docx": (_docx_with("word/document.xml", _laughs() + "<x>&l9;</x>"), "XML entities of its own"),
    "rires.epub": (_epub_with("OEBPS/livre.opf", _laughs() + "<x>&l9;</x>"), "XML entities of its own"),
    "exterieur.odt": (
        zip_of(
            {
                "content.xml": '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
                "META-INF/manifest.xml": "<m/>",
            }
        ),
        "XML entities of its own",
    ),
    "rires.md": (b"---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n---\n" + TEXT.encode(), "YAML anchors"),
    "profond.html": (HTML.format("<div>" * 100_000 + "x").encode(), "no article|damaged"),
    "lien-dehors.txt": (_link("/etc/hostname"), "leads out of its folder"),
    "lien-casse.txt": (_link("absent"), "does not exist"),
    "lien-dossier": (_link("/etc"), "leads out of its folder"),
    "tube.txt": (os.mkfifo, "a pipe or a device"),
}


def make_corpus(folder: Path) -> None:
    """The hostile files and the good ones among them."""
    folder.mkdir(parents=True, exist_ok=True)
    contents: dict[str, bytes | Make] = {name: content for name, (content, _) in HOSTILE.items()}
    for name, content in {**contents, **GOOD}.items():
        if isinstance(content, bytes):
            (folder / name).write_bytes(content)
        else:
            content(folder / name)


if __name__ == "__main__":
    import sys

    make_corpus(Path(sys.argv[1]))
