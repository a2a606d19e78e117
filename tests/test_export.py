"""The formats that anyone can read back: CSV, TSV, JSON Lines, XLSX and TBX say what the database says."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree
from made_database import Made, make_database, make_glossary

from glossary.cli import main
from glossary.export import FORMATS, write_export
from glossary.export.options import Options
from glossary.model import GlossaryError
from glossary.store.stream import Filters, read_concepts

NS = {"t": "urn:iso:std:iso:30042:ed-2", "xml": "http://www.w3.org/XML/1998/namespace"}
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "tbx_basic.rng"))


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make_glossary(tmp_path / "glossary.db")


def exported(made: Made, name: str, filters: Filters = Filters(), **options: object) -> bytes:  # noqa: B008
    out = io.BytesIO()
    write_export(made.read(), name, filters, Options(**options), out)  # type: ignore[arg-type]
    return out.getvalue()


def test_csv_is_the_view_row_for_row(made: Made) -> None:
    rows = list(csv.reader(io.StringIO(exported(made, "csv").decode(), newline="")))
    cursor = made.read().execute("SELECT * FROM glossary")
    assert rows[0] == [column[0] for column in cursor.description]
    assert rows[1:] == [["" if cell is None else str(cell) for cell in row] for row in cursor]
    assert rows[1][:4] == ["deconfliction", "loanword", "en", "échange d'informations"]


def test_csv_for_excel_opens_at_a_double_click_and_computes_nothing(tmp_path: Path) -> None:
    made = make_database(tmp_path / "g.db")
    made.add_term("=1+1", slug="a")
    made.add_term("c'est-à-dire", slug="b")
    text = exported(made, "csv", excel=True).decode()
    assert text.startswith("\ufeffterm;kind;")
    assert [line.split(";")[0] for line in text.splitlines()[1:]] == ["'=1+1", "c'est-à-dire"]


def test_every_concept_keeps_its_evidence_in_jsonl(made: Made) -> None:
    concepts = {row["term"]: row for row in map(json.loads, exported(made, "jsonl").decode().splitlines())}
    [gloss, *_] = concepts["deconfliction"]["glosses"]
    assert (gloss["evidence"], gloss["source"], gloss["date"]) == ("attested", "Le HuffPost", "2015-10-13")
    assert "se traduire par l'échange" in gloss["quotation"]
    assert gloss["article"] == "http://127.0.0.1:8001/article/le-huffpost-2015-10-13"
    assert [t["evidence"] for t in concepts["deconfliction"]["translations"]] == ["machine", "machine"]
    assert {e["status"] for e in concepts["roamer"]["equivalents"]} == {"preferred", "deprecated"}
    assert concepts["airstrike"]["glosses"][0] == {"evidence": "curated", "text": "frappe aérienne"}
    assert "oublié" not in concepts


@pytest.mark.parametrize(
    ("filters", "terms"),
    [
        pytest.param(Filters(kinds=("abbreviation",)), ["EI"], id="kind"),
        pytest.param(Filters(statuses=("accepted",)), ["roamer"], id="status"),
        pytest.param(Filters(since="2015-10"), ["deconfliction"], id="since"),
        pytest.param(Filters(with_gloss=True), ["deconfliction", "EI", "airstrike"], id="with a gloss"),
        pytest.param(Filters(min_confidence=0.95), ["EI", "airstrike"], id="sure, or curated"),
        pytest.param(Filters(kinds=("loanword",), with_gloss=True), ["deconfliction", "airstrike"], id="two at once"),
    ],
)
def test_filters_leave_out_the_same_terms_of_every_format(made: Made, filters: Filters, terms: list[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(made, "csv", filters).decode(), newline="")))
    assert [row["term"] for row in rows] == terms
    assert [concept.term for concept in read_concepts(made.read(), filters)] == terms
    assert sorted(c.term for c in read_concepts(made.read(), filters, alphabetical=True)) == sorted(terms)


def test_an_uncertain_gloss_is_left_out_where_certainty_is_asked_for(made: Made) -> None:
    [_, airstrike] = read_concepts(made.read(), Filters(min_confidence=0.95))
    assert (airstrike.preferred_gloss, airstrike.glosses) == ("frappe aérienne", ())


def test_without_machine_there_is_none_in_any_format(made: Made) -> None:
    for name in FORMATS:
        if name not in ("xlsx", "apkg"):
            assert "désescalade" not in exported(made, name, machine=False).decode(), name
    assert "déconfliction" not in exported(made, "csv", machine=False).decode()


def test_tbx_keeps_to_tbx_basic(made: Made) -> None:
    document = etree.fromstring(exported(made, "tbx"))
    SCHEMA.assertValid(document)
    entry = document.xpath("//t:conceptEntry[@id='c-deconfliction']", namespaces=NS)[0]
    french = entry.xpath("t:langSec[@xml:lang='fr']/t:termSec", namespaces=NS)
    assert [term.findtext("t:term", namespaces=NS) for term in french] == [
        "échange d'informations",
        "déconfliction",
        "désescalade",
    ]
    assert "Traduction automatique, non attestée" in french[1].findtext("t:note", namespaces=NS)
    context, source = french[0].find("t:descripGrp", NS)
    assert context.get("type") == "context"
    assert source.text == "Le HuffPost, 2015-10-13, http://127.0.0.1:8001/article/le-huffpost-2015-10-13"
    definition = entry.xpath("t:descripGrp/t:descrip[@type='definition']", namespaces=NS)
    assert [found.text for found in definition] == ["procédure pour éviter les incidents"]


def test_tbx_says_the_part_of_speech(made: Made) -> None:
    made.add_term("militaire", "term", "fr", pos="adjective")
    made.add_term("hors sol", "term", "fr", pos="locution")
    document = etree.fromstring(exported(made, "tbx"))
    SCHEMA.assertValid(document)
    found = {
        note.getparent().findtext("t:term", namespaces=NS): note.text
        for note in document.xpath("//t:termNote[@type='partOfSpeech']", namespaces=NS)
    }
    assert found == {"théâtre militaire": "noun", "militaire": "adjective", "hors sol": "other"}


def test_tbx_marks_what_the_term_bank_discourages(made: Made) -> None:
    document = etree.fromstring(exported(made, "tbx"))
    statuses = {
        (section.getparent().get(f"{{{NS['xml']}}}lang"), section.findtext("t:term", namespaces=NS)): status.text
        for section in document.xpath("//t:conceptEntry[@id='c-roamer']//t:termSec", namespaces=NS)
        for status in section.xpath("t:termNote[@type='administrativeStatus']", namespaces=NS)
    }
    assert statuses == {
        ("en", "roamer"): "deprecatedTerm-admn-sts",
        ("fr", "roamer"): "deprecatedTerm-admn-sts",
        ("fr", "itinérance"): "deprecatedTerm-admn-sts",
        ("fr", "abonné itinérant"): "preferredTerm-admn-sts",
        ("en", "roaming subscriber"): "preferredTerm-admn-sts",
    }


def test_tbx_2_is_read_by_translate_toolkit(made: Made) -> None:
    tbx = pytest.importorskip("translate.storage.tbx")
    store = tbx.tbxfile(sourcelanguage="en", targetlanguage="fr")
    store.parse(exported(made, "tbx", tbx_version=2))
    pairs = {(str(unit.source), str(unit.target)) for unit in store.units}
    assert ("deconfliction", "échange d'informations") in pairs
    assert len(store.units) == 5


def test_an_empty_tbx_is_refused_with_advice(tmp_path: Path) -> None:
    made = make_database(tmp_path / "g.db")
    with pytest.raises(GlossaryError, match="no term to export"):
        exported(made, "tbx")


@pytest.mark.parametrize(("name", "lines"), [("csv", 1), ("tsv", 1), ("jsonl", 0)])
def test_an_empty_glossary_is_an_empty_table(tmp_path: Path, name: str, lines: int) -> None:
    assert len(exported(make_database(tmp_path / "g.db"), name).splitlines()) == lines


def test_xlsx_is_read_by_openpyxl(made: Made) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(io.BytesIO(exported(made, "xlsx"))).active
    header, *rows = sheet.iter_rows(values_only=True)
    cursor = made.read().execute("SELECT * FROM glossary")
    assert [row[:-2] for row in rows] == [tuple(row) for row in cursor]
    assert header[-2:] == ("evidence", "url")
    assert [row[-2] for row in rows] == ["attested, machine", "attested", "curated", "machine", "official"]
    assert sheet.cell(2, len(header)).hyperlink.target == "http://127.0.0.1:8001/terme/deconfliction"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:R6")


def test_the_command_writes_nothing_but_the_export_to_standard_output(made: Made) -> None:
    made.read()
    run = CliRunner().invoke(main, ["export", "--format", "csv", "--db", str(made.path), "--with-gloss"])
    assert run.exit_code == 0, run.output
    assert run.stdout_bytes == exported(made, "csv", Filters(with_gloss=True))


def test_a_file_appears_only_when_it_is_whole(made: Made, tmp_path: Path) -> None:
    target = tmp_path / "sorties.tbx"
    made.read()
    arguments = ["export", "--format", "tbx", "--db", str(made.path), "-o", str(target)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert target.read_bytes() == exported(made, "tbx")
    refused = CliRunner().invoke(main, [*arguments, "--since", "2030"])
    assert refused.exit_code == 1
    assert "loosen the filters" in refused.output
    assert target.read_bytes() == exported(made, "tbx")
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["--format", "csv", "--db", "nowhere.db"], "glossary build", id="no database"),
        pytest.param(["--format", "doc"], "doc", id="no such format"),
        pytest.param(["--format", "csv", "--since", "hier"], "2015-10-13", id="no date"),
        pytest.param(["--format", "csv", "--base-url", "presse.example"], "https://", id="no address"),
    ],
)
def test_wrong_usage_is_explained(arguments: list[str], words: str) -> None:
    run = CliRunner().invoke(main, ["export", *arguments])
    assert run.exit_code != 0
    assert words in run.output
