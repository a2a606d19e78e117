"""The formats of translators' tools, by the rules of each: columns, marks, what may not be in them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from made_database import Made, make_database, make_glossary
from test_export_hostile import database, hostile

from glossary.export import deepl, write_export
from glossary.export.options import Options
from glossary.export.texts import one_line
from glossary.model import GlossaryError
from glossary.reference.index import add_bank
from glossary.store.equivalents import update_equivalents
from glossary.store.stream import Filters


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make_glossary(tmp_path / "glossary.db")


def exported(made: Made, name: str, **options: object) -> str:
    out = io.BytesIO()
    write_export(made.read(), name, Filters(), Options(**options), out)  # type: ignore[arg-type]
    return out.getvalue().decode()


def test_omegat_has_a_pair_a_line_with_its_proof(made: Made) -> None:
    lines = [line.split("\t") for line in exported(made, "omegat").splitlines() if not line.startswith("#")]
    assert all(len(line) == 3 for line in lines)
    by_pair = {(source, target): comment for source, target, comment in lines}
    assert by_pair["deconfliction", "échange d'informations"].startswith("Attesté (confiance 0.90")
    assert by_pair["deconfliction", "déconfliction"].startswith("Traduction automatique, non attestée")
    assert by_pair["airstrike", "frappe aérienne"].startswith("Choix de la rédaction")
    assert by_pair["roamer", "abonné itinérant"].startswith("Terme officiel : FranceTerme, TELE23")
    assert "procédure pour éviter les incidents" not in {target for _, target in by_pair}


@pytest.mark.parametrize("name", ["omegat", "weblate", "deepl", "memoq", "phrase"])
@pytest.mark.parametrize(("source", "target"), [("en", "fr"), ("fr", "en")])
def test_nothing_discouraged_is_proposed(made: Made, name: str, source: str, target: str) -> None:
    text = exported(made, name, source=source, target=target)
    assert "abonné itinérant" in text
    assert "itinérance" not in text
    assert ("roamer" in text.replace("terme/roamer", "").replace('"roamer#', "")) == (
        source == "en" or name == "weblate"
    )


def test_weblate_is_read_by_translate_toolkit(made: Made) -> None:
    csvl10n = pytest.importorskip("translate.storage.csvl10n")
    text = exported(made, "weblate")
    header = '"location","source","target","id","fuzzy","context","translator_comments","developer_comments"'
    assert text.splitlines()[0] == header
    store = csvl10n.csvfile()
    store.parse(text.encode())
    units = {(unit.source, unit.target): unit for unit in store.units if unit.source != "source"}
    assert units["deconfliction", "déconfliction"].isfuzzy()
    assert not units["deconfliction", "échange d'informations"].isfuzzy()
    assert "Attesté" in units["deconfliction", "échange d'informations"].getnotes("translator")
    contexts = [unit.getcontext() for unit in units.values()]
    assert len(set(contexts)) == len(contexts)


def test_deepl_has_no_header_no_machine_and_no_source_twice(made: Made) -> None:
    rows = list(csv.reader(io.StringIO(exported(made, "deepl"))))
    assert rows == [
        ["deconfliction", "échange d'informations", "en", "fr"],
        ["airstrike", "frappe aérienne", "en", "fr"],
        ["roamer", "abonné itinérant", "en", "fr"],
        ["roaming subscriber", "abonné itinérant", "en", "fr"],
    ]


def test_deepl_leaves_out_what_is_too_long_and_says_when_all_is_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_database(tmp_path / "g.db")
    article = made.add_article("a", "AFP", None)
    for number, gloss in enumerate(["é" * 513, "ligne 1\nligne 2\tfin", "court"]):
        made.add_gloss(made.add_term(f"word {number}"), article, gloss, gloss)
    rows = list(csv.reader(io.StringIO(exported(made, "deepl"))))
    assert [row[1] for row in rows] == ["ligne 1 ligne 2 fin", "court"]
    monkeypatch.setattr(deepl, "FILE_LIMIT", 40)
    with pytest.raises(GlossaryError, match="10 MiB"):
        exported(made, "deepl")


def test_memoq_has_its_own_column_names(made: Made) -> None:
    text = exported(made, "memoq")
    assert text.startswith("\ufeffEntry_ID;Entry_Subject;")
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    assert header[-8:] == [
        "English_Def", "English", "Term_Info", "Term_Example", "French_Def", "French", "Term_Info", "Term_Example",
    ]  # fmt: skip
    assert {len(row) for row in rows} == {len(header)}
    assert [row[0] for row in rows] == [str(number) for number in range(len(rows))]
    assert (rows[0][11], rows[0][15], rows[0][16]) == (
        "deconfliction",
        "échange d'informations",
        "CasePermissive;HalfPrefix",
    )
    assert "Traduction automatique, non attestée" in rows[1][9]
    with pytest.raises(GlossaryError, match="no name for the language"):
        exported(made, "memoq", source="xx")


def test_phrase_keeps_a_term_once(made: Made) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(made, "phrase"))))
    assert [row["term"] for row in rows] == [row["en"] for row in rows]
    assert len({row["term"] for row in rows}) == len(rows)
    machine = next(row for row in rows if row["term"] == "military theatre")
    assert machine["description"].startswith("Traduction automatique, non attestée")


@pytest.mark.parametrize("name", ["omegat", "weblate", "deepl", "memoq", "phrase"])
def test_a_tools_file_read_as_a_bank_matches_every_term_in_it(made: Made, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"export.{'txt' if name == 'omegat' else 'csv'}"
    path.write_text(exported(made, name, machine=False), "utf-8")
    add_bank(tmp_path / "references", path)
    assert update_equivalents(made.read(), tmp_path / "references") >= 3
    known = {
        row[0]
        for row in made.read().execute("SELECT term FROM terms JOIN equivalents ON term_id = terms.id").fetchall()
    }
    assert known >= {"deconfliction", "airstrike", "roamer"}


@settings(max_examples=40, deadline=None)
@given(hostile, hostile, hostile)
def test_hostile_strings_break_no_line_and_no_column(term: str, gloss: str, publisher: str) -> None:
    connection = database(term, gloss, publisher)

    def rows(name: str, delimiter: str) -> list[list[str]]:
        out = io.BytesIO()
        write_export(connection, name, Filters(), Options(), out)
        return list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline=""), delimiter=delimiter))

    if term == gloss:
        return
    assert [row[11:16:4] for row in rows("memoq", ";")[1:]] == [[term, gloss]]
    assert [row[1:3] for row in rows("weblate", ",")[1:]] == [[term, gloss]]
    assert [(row[0], row[5]) for row in rows("phrase", ",")[1:]] == [(term, gloss)]
    out = io.BytesIO()
    write_export(connection, "omegat", Filters(), Options(), out)
    lines = out.getvalue().decode().removesuffix("\n").split("\n")[1:]
    shown = one_line(term), one_line(gloss)
    assert [tuple(line.split("\t")[:2]) for line in lines] == ([] if shown[0].startswith("#") else [shown])
