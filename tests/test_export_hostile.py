"""Whatever a term, a gloss or a publisher holds, the formats give it back, and none is broken by it."""

from __future__ import annotations

import csv
import io
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from made_database import make_database

from glossary.export import write_export
from glossary.export.options import Options
from glossary.export.texts import xml_text
from glossary.store.stream import Filters

NS = {"t": "urn:iso:std:iso:30042:ed-2"}
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "tbx_basic.rng"))

# Tabs, line ends, quotes, formulas, emoji, right-to-left text, what XML forbids, what a format takes for its own.
NASTY = [
    "a\tb", "a\nb", "a\r\nb", 'l\'« a » "b"', "=1+1", "+33", "-a", "@a", "#N/A", "# a", "🎯 a", "שלום عربي", "a\u202eb",
    "a\x00b".replace("\x00", ""), "a\x01\x1fb", "a\ufffe", "<b>&amp;</b>", "]]>", "a;b,c|d", "\\n\\t", "a:b[c](d)*_`",
    "TRUE", "1e5", "'a", "a\u00a0b", "a\u2028b", "e\u0301", "𝒜",
]  # fmt: skip
hostile = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=30),
).filter(str.strip)


def database(term: str, gloss: str, publisher: str) -> sqlite3.Connection:
    made = make_database()
    article = made.add_article("a", publisher, "2015-10-13")
    made.add_gloss(made.add_term(term, slug="a"), article, gloss, f"{term} ({gloss})")
    return made.read()


def exported(connection: sqlite3.Connection, name: str, **options: object) -> bytes:
    out = io.BytesIO()
    write_export(connection, name, Filters(), Options(**options), out)  # type: ignore[arg-type]
    return out.getvalue()


@settings(max_examples=60, deadline=None)
@given(hostile, hostile, hostile)
def test_csv_and_tsv_give_back_every_character(term: str, gloss: str, publisher: str) -> None:
    connection = database(term, gloss, publisher)
    for name, delimiter in (("csv", ","), ("tsv", "\t")):
        text = exported(connection, name).decode()
        [row] = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        assert (row["term"], row["gloss"], row["gloss_source"]) == (term, gloss, publisher)


@settings(max_examples=60, deadline=None)
@given(hostile, hostile, hostile)
def test_tbx_gives_back_every_character_that_xml_can_hold(term: str, gloss: str, publisher: str) -> None:
    connection = database(term, gloss, publisher)
    document = etree.fromstring(exported(connection, "tbx"))
    SCHEMA.assertValid(document)
    terms = [found.text for found in document.iter(f"{{{NS['t']}}}term")]
    sources = {
        found.text.removesuffix(", 2015-10-13, http://127.0.0.1:8001/article/a")
        for found in document.iter(f"{{{NS['t']}}}admin")
    }
    assert terms == [xml_text(term), xml_text(gloss)]
    assert sources == {xml_text(publisher)}
    martif = etree.fromstring(exported(connection, "tbx", tbx_version=2))
    assert [found.text for found in martif.iter("term")] == terms


@settings(max_examples=40, deadline=None)
@given(hostile, hostile, hostile)
def test_xlsx_holds_text_and_no_formula(term: str, gloss: str, publisher: str) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(io.BytesIO(exported(database(term, gloss, publisher), "xlsx"))).active
    row = dict(zip((cell.value for cell in sheet[1]), sheet[2], strict=True))
    shown = {name: row[name] for name in ("term", "gloss", "gloss_source")}
    assert [cell.value for cell in shown.values()] == [xml_text(term), xml_text(gloss), xml_text(publisher)]
    assert {cell.data_type for cell in shown.values()} == {"s"}
