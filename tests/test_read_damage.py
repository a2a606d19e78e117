"""Good files with bytes changed, lost and doubled at random: an article or a reason comes out, never a traceback."""

from __future__ import annotations

import json
import random

import pytest
from made_files import PARAGRAPHS, docx_of, epub_of, mail_of, odt_of, pdf_of, zip_of

from glossary.model import Article, Skipped
from glossary.read.files import read_bytes
from glossary.read.known import Known
from glossary.read.options import DEFAULTS

TEXT = "\n".join(PARAGRAPHS)
WHOLE = {
    "a.docx": docx_of(),
    "a.odt": odt_of(),
    "a.epub": epub_of(),
    "a.pdf": pdf_of(list(PARAGRAPHS)),
    "a.eml": mail_of(TEXT, Subject="Les drones", From="a@b.example", Date="Tue, 13 Oct 2015 19:07:00 +0200"),
    "a.zip": zip_of({"a.txt": TEXT, "b.html": f"<p>{TEXT}"}),
    "a.jsonl": (json.dumps({"id": 1, "text": TEXT}) + "\n").encode() * 3,
    "a.csv": f'id;texte;date\n1;"{TEXT}";2015-10-13\n'.encode(),
    "a.md": f"---\ntitle: x\ndate: 2015-10-13\n---\n# Titre\n{TEXT}".encode(),
    "a.txt": TEXT.encode(),
    "a.html": f"<html><head><title>x</title></head><body><article><p>{TEXT}</p></article></body></html>".encode(),
}


def damaged(whole: bytes, chance: random.Random) -> bytes:
    raw = bytearray(whole)
    for _ in range(chance.choice([1, 1, 2, 5, 30])):
        place, length = chance.randrange(len(raw) + 1), chance.randrange(1, 50)
        change = chance.randrange(3)
        if change == 0:
            raw[place : place + 1] = bytes([chance.randrange(256)])
        elif change == 1:
            del raw[place : place + length]
        else:
            raw[place:place] = raw[place - length : place]
    return bytes(raw)


@pytest.mark.parametrize("name", WHOLE)
def test_damage_is_reported(name: str) -> None:
    chance = random.Random(name)
    for _ in range(25):
        found = list(read_bytes(name, name, damaged(WHOLE[name], chance), Known(), DEFAULTS))
        assert found
        assert all(isinstance(one, Article | Skipped) for one in found)
