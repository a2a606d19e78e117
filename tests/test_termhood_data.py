"""The data that termhood is learnt from: texts have a source and a licence, labels and key terms stand in them."""

from __future__ import annotations

import csv
import json
from itertools import pairwise
from pathlib import Path

from glossary.forms import straighten

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


def test_every_key_term_stands_in_its_article() -> None:
    rows = [json.loads(line) for line in (FOLDER / "keyterms.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 70
    for row in rows:
        text = (FOLDER / "texts" / row["file"]).read_text(encoding="utf-8")
        assert 0 <= row["start"] < row["end"] <= len(text)
        article = " ".join(straighten(text[row["start"] : row["end"]]).lower().split())
        assert not [term for term in row["key_terms"] if straighten(term).lower() not in article]
        assert len(set(row["key_terms"])) == len(row["key_terms"])
    stretches = sorted((row["file"], row["start"], row["end"]) for row in rows)
    assert not [one for one, other in pairwise(stretches) if one[0] == other[0] and one[2] > other[1]]
