"""Small files of every kind that the reader knows, made of given paragraphs."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

PARAGRAPHS = (
    "Le ministère de la Défense a décidé d’acheter des drones de surveillance, a annoncé mardi son porte-parole.",
    "Le « sense making », c’est-à-dire la mise en sens des informations, reste l’affaire des officiers d’état-major.",
    "Selon les industriels, la première livraison aura lieu avant la fin de l’année, sous réserve d’un accord.",
)
ENGLISH = (
    "The ministry said on Tuesday that it would buy more drones, and that the officers would be trained before the end "
    "of the year by the company that makes them."
)


def wrap(paragraph: str, width: int) -> str:
    """Hard-wrapped as mail programs and PDF do."""
    lines, line = [], ""
    for word in paragraph.split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def zip_of(members: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx_of(paragraphs: tuple[str, ...] = PARAGRAPHS, title: str | None = None) -> bytes:
    import docx

    document = docx.Document()
    if title:
        document.add_heading(title, 0)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def odt_of(paragraphs: tuple[str, ...] = PARAGRAPHS) -> bytes:
    body = "".join(f"<text:p>{paragraph}</text:p>" for paragraph in paragraphs)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.text"
    return zip_of({"mimetype": mime, "META-INF/manifest.xml": "<manifest/>", "content.xml": content})


def epub_of(paragraphs: tuple[str, ...] = PARAGRAPHS) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return zip_of(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/livre.opf"/></rootfiles></container>',
            "OEBPS/livre.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Les drones</dc:title>'
            "<dc:creator>Anne Martin</dc:creator>"
            '<dc:date>2019-03-04</dc:date></metadata><manifest><item id="a" href="a%20b.xhtml"/></manifest>'
            '<spine><itemref idref="a"/></spine></package>',
            "OEBPS/a b.xhtml": f'<?xml version="1.0" encoding="utf-8"?><html><body>{body}</body></html>',
        }
    )


def pdf_of(lines: list[str]) -> bytes:
    """A one-page PDF in Windows-1252, written by hand: no library that makes PDF is needed for it."""
    shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
    stream = f"BT /F1 10 Tf 14 TL 50 780 Td\n{shown}ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def mail_of(body: str, **headers: str) -> bytes:
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = value
    message.set_content(body)
    return bytes(message)
