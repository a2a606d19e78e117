"""The data that termhood is learnt from: every text has a source and a licence, every label stands in its text."""

from __future__ import annotations

import csv
import json
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "bench" / "termhood"
OPEN = ("CC0", "CC BY", "CC BY-SA", "Licence Ouverte", "Acte officiel", "MIT", "Apache")


def test_every_text_names_its_source_and_open_licence() -> None:
    with (FOLDER / "SOURCES.csv").open(encoding="utf-8", newline="") as file:
        sources = {row["file"]: row for row in csv.DictReader(file)}
    texts = {path.relative_to(FOLDER / "texts").as_posix() for path in FOLDER.glob("texts/*/*.txt")}
    assert texts == sources.keys()
    assert all(row["source"] and row["licence"].startswith(OPEN) for row in sources.values())


def test_every_labelled_candidate_stands_in_its_domain() -> None:
    texts = {
        folder.name: " ".join(" ".join(path.read_text(encoding="utf-8").lower() for path in folder.iterdir()).split())
        for folder in (FOLDER / "texts").iterdir()
    }
    rows = [json.loads(line) for line in (FOLDER / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 5_000
    assert {row["label"] for row in rows} == {"specific", "common", "ood", "ne", "none"}
    straight = str.maketrans("’“”\u00a0\u202f", '\'""  ')
    texts = {domain: text.translate(straight) for domain, text in texts.items()}
    assert not [row for row in rows if row["candidate"].translate(straight) not in texts[row["domain"]]]
    assert len({(row["domain"], row["candidate"]) for row in rows}) == len(rows)
