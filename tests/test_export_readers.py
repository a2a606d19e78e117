"""The formats for readers and for the web of data: HTML, Markdown, SKOS, Anki."""

from __future__ import annotations

import csv
import io
import sqlite3
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import html
from made_database import Made, make_glossary
from test_export_hostile import database, hostile

from glossary.export import write_export
from glossary.export.options import Options
from glossary.store.stream import Filters

rdflib = pytest.importorskip("rdflib")
SKOS = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
DCT = rdflib.Namespace("http://purl.org/dc/terms/")
SITE = "http://127.0.0.1:8001/terme/"
READERS = {"skos": "turtle", "jsonld": "json-ld"}


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make_glossary(tmp_path / "glossary.db")


def exported(connection: sqlite3.Connection, name: str, **options: object) -> bytes:
    out = io.BytesIO()
    write_export(connection, name, Filters(), Options(**options), out)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("name", READERS)
def test_skos_is_read_by_rdflib(made: Made, name: str) -> None:
    graph = rdflib.Graph().parse(data=exported(made.read(), name), format=READERS[name])
    concept = rdflib.URIRef(SITE + "deconfliction")
    assert set(graph.objects(concept, SKOS.prefLabel)) == {
        rdflib.Literal("deconfliction", "en"),
        rdflib.Literal("échange d'informations", "fr"),
    }
    assert set(graph.objects(concept, SKOS.definition)) == {rdflib.Literal("procédure pour éviter les incidents", "fr")}
    proofs = {
        str(graph.value(proof, rdflib.RDF.value)): (str(graph.value(proof, DCT.type)), graph.value(proof, DCT.date))
        for proof in graph.objects(concept, SKOS.note)
    }
    assert proofs["échange d'informations"] == ("attested", rdflib.Literal("2015-10-13", datatype=rdflib.XSD.date))
    assert proofs["déconfliction"][0] == "machine"
    roamer = rdflib.URIRef(SITE + "roamer")
    assert rdflib.Literal("abonné itinérant", "fr") in set(graph.objects(roamer, SKOS.prefLabel))
    assert set(graph.objects(roamer, SKOS.hiddenLabel)) == {
        rdflib.Literal("itinérance", "fr"),
        rdflib.Literal("roamer", "fr"),
    }
    assert len(set(graph.subjects(rdflib.RDF.type, SKOS.Concept))) == 5


@pytest.mark.parametrize("name", READERS)
def test_skos_keeps_the_integrity_of_its_labels(made: Made, name: str) -> None:
    graph = rdflib.Graph().parse(data=exported(made.read(), name), format=READERS[name])
    for concept in graph.subjects(rdflib.RDF.type, SKOS.Concept):
        kinds = [set(graph.objects(concept, kind)) for kind in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)]
        assert sum(map(len, kinds)) == len(set().union(*kinds))
        languages = [label.language for label in kinds[0]]
        assert len(languages) == len(set(languages))


def test_both_serializations_say_the_same(made: Made) -> None:
    turtle, jsonld = (rdflib.Graph().parse(data=exported(made.read(), name), format=READERS[name]) for name in READERS)
    assert set(turtle) == set(jsonld)


@settings(max_examples=40, deadline=None)
@given(hostile, hostile, hostile)
def test_skos_gives_back_every_character(term: str, gloss: str, publisher: str) -> None:
    connection = database(term, gloss, publisher)
    for name, syntax in READERS.items():
        graph = rdflib.Graph().parse(data=exported(connection, name), format=syntax)
        labels = {str(label) for label in graph.objects(None, SKOS.prefLabel)}
        assert labels == {term, gloss}
        assert {str(source) for source in graph.objects(None, DCT.source)} == {publisher}


def test_html_goes_from_a_to_z_with_sources(made: Made) -> None:
    page = html.fromstring(exported(made.read(), "html").decode())
    assert page.get("lang") == "fr"
    assert [heading.text for heading in page.iter("h2")] == ["A", "D", "E", "R", "T"]
    assert [term.find("a").text for term in page.iter("dt")] == [
        "airstrike", "deconfliction", "EI", "roamer", "théâtre militaire",
    ]  # fmt: skip
    machine = page.find_class("machine")
    assert all("traduction automatique, non attestée" in item.text_content() for item in machine)
    assert len(machine) == 3
    assert "Le HuffPost, 2015-10-13" in page.find_class("attested")[0].text_content()


@settings(max_examples=40, deadline=None)
@given(hostile, hostile, hostile)
def test_html_shows_hostile_strings_and_runs_none(term: str, gloss: str, publisher: str) -> None:
    page = html.fromstring(exported(database(term, gloss, publisher), "html").decode())
    assert {element.tag for element in page.iter()} <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "dl", "dt", "dd", "a", "span", "cite",
        "blockquote",
    }  # fmt: skip
    assert len(list(page.iter("dt"))) == 1


def test_markdown_marks_nothing_by_accident(tmp_path: Path) -> None:
    made = make_glossary(tmp_path / "g.db")
    article = made.add_article("x", "*AFP*", "2015-10-13")
    made.add_gloss(made.add_term("[lien](x) <b>", slug="lien"), article, "1. un_deux_\n# titre", "« a_b »")
    text = exported(made.read(), "markdown").decode()
    assert "### [\\[lien\\](x) \\<b\\>](<http://127.0.0.1:8001/terme/lien>)" in text
    assert "- 1\\. un\\_deux\\_ \\# titre (traduction attestée) — [\\*AFP\\*, 2015-10-13]" in text
    assert text.index("### [airstrike]") < text.index("### [deconfliction]") < text.index("### [roamer]")


def test_anki_cards_have_tags_and_identifiers(made: Made) -> None:
    text = exported(made.read(), "anki").decode()
    header = [line for line in text.splitlines() if line.startswith("#")]
    assert header[:2] == ["#separator:tab", "#html:false"]
    assert {"#guid column:1", "#tags column:4"} <= set(header)
    body = text[text.index('\n"') + 1 :]
    cards = list(csv.reader(io.StringIO(body, newline=""), delimiter="\t"))
    assert [card[1] for card in cards] == ["deconfliction", "EI", "airstrike", "théâtre militaire", "roamer"]
    assert "déconfliction (traduction automatique, non attestée" in cards[0][2]
    assert "machine" in cards[0][3].split()
    assert len({card[0] for card in cards}) == len(cards)


def test_an_anki_package_holds_the_same_cards(made: Made, tmp_path: Path) -> None:
    pytest.importorskip("genanki")
    with zipfile.ZipFile(io.BytesIO(exported(made.read(), "apkg"))) as package:
        package.extract("collection.anki2", tmp_path)
    notes = sqlite3.connect(tmp_path / "collection.anki2").execute("SELECT guid, flds, tags FROM notes").fetchall()
    fronts = {fields.split("\x1f")[0] for _, fields, _ in notes}
    assert fronts == {"deconfliction", "EI", "airstrike", "théâtre militaire", "roamer"}
    assert len({guid for guid, _, _ in notes}) == 5
