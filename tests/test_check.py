"""Checking a draft: what is discouraged, what stays unexplained, what the glossary can explain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_database import Made, make_glossary

from glossary.check import check_draft
from glossary.cli import main

DRAFT = (
    "Les deux armées ont parlé de « deconfliction » mardi. La deconfliction est utile.\n"
    "Un roamer paie moins cher sur le théâtre militaire.\n"
    "L'EI recule, selon l'état-major.\n"
)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    made = make_glossary(tmp_path / "glossary.db")
    made.read()
    return made


def test_known_terms_come_with_their_best_source(made: Made) -> None:
    remarks = {remark.term: remark for remark in check_draft(DRAFT, made.read()) if remark.term}
    assert {"deconfliction", "roamer", "EI", "théâtre militaire"} <= remarks.keys()
    for remark in remarks.values():
        assert DRAFT[remark.start : remark.end] == remark.text
        assert (remark.start, remark.end) == remark.mentions[0]
    word = remarks["deconfliction"]
    assert (word.offers[0].text, word.offers[0].evidence) == ("échange d'informations", "attested")
    assert len(word.mentions) == 2
    assert all(offer.evidence != "machine" for offer in word.offers)
    assert "traduction attestée, Le HuffPost, 2015-10-13" in word.message
    assert word.url == "http://127.0.0.1:8001/terme/deconfliction"
    assert remarks["EI"].offers[0].text == "Etat islamique"
    assert remarks["théâtre militaire"].offers[0].label == "traduction automatique, non attestée"


def test_a_discouraged_form_gets_the_official_one(made: Made) -> None:
    [roamer] = [remark for remark in check_draft(DRAFT, made.read()) if remark.term == "roamer"]
    assert roamer.kind == "discouraged"
    assert [offer.text for offer in roamer.offers] == ["abonné itinérant"]
    assert roamer.message.startswith("« roamer » est déconseillé ; abonné itinérant (terme officiel recommandé")


def test_a_loanword_that_the_draft_explains_is_not_reproached(made: Made) -> None:
    explained = "Le terme anglais de \"deconfliction\", qui peut se traduire par l'échange d'informations, est né ici."
    [remark] = [r for r in check_draft(explained, made.read()) if r.term == "deconfliction"]
    assert remark.kind == "known"
    unexplained = "Ils ont adopté le terme anglais de « deconfliction » hier."
    [remark] = [r for r in check_draft(unexplained, made.read()) if r.term == "deconfliction"]
    assert remark.kind == "unexplained"


def test_a_loanword_that_nobody_knows_is_named_once(made: Made) -> None:
    draft = "Le terme anglais de « mansplaining » revient. Le « mansplaining » lasse."
    [remark] = [r for r in check_draft(draft, made.read()) if "mansplaining" in r.text]
    assert (remark.kind, remark.term, remark.offers) == ("unexplained", None, ())
    assert draft[remark.start : remark.end] == "mansplaining"


def test_a_term_within_a_longer_one_is_not_marked_twice(made: Made) -> None:
    made.add_term("théâtre", "term", "fr", preferred_gloss="scène")
    marked = [remark.term for remark in check_draft("Sur le théâtre militaire, puis au théâtre.", made.read())]
    assert marked == ["théâtre militaire", "théâtre"]


@pytest.mark.parametrize("draft", ["", " \n\n", "=1+1\t\x0b", "« »", "🎯"])
def test_an_odd_draft_gets_no_remark_and_no_error(made: Made, draft: str) -> None:
    assert check_draft(draft, made.read()) == []


def run(made: Made, *arguments: str, draft: str = DRAFT) -> str:
    result = CliRunner().invoke(main, ["check", "-", "--db", str(made.path), *arguments], input=draft.encode())
    assert result.exit_code == 0, result.output
    return result.stdout


def test_lines_are_what_an_editor_jumps_to(made: Made) -> None:
    lines = run(made, "--format", "lines").splitlines()
    assert any(
        line.startswith("<stdin>:2:4-2:10: warning: « roamer » est déconseillé")
        and line.endswith("[forme-deconseillee]")
        for line in lines
    )


def test_json_and_sarif_hold_the_same_remarks(made: Made) -> None:
    remarks = json.loads(run(made, "--format", "json"))
    assert all(DRAFT[remark["start"] : remark["end"]] == remark["text"] for remark in remarks)
    sarif = json.loads(run(made, "--format", "sarif"))
    results = sarif["runs"][0]["results"]
    assert sarif["version"] == "2.1.0"
    assert [result["message"]["text"] for result in results] == [remark["message"] for remark in remarks]
    assert {result["ruleId"] for result in results} <= {
        rule["id"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]
    }


def test_text_names_the_place_and_the_page(made: Made) -> None:
    shown = run(made)
    assert "<stdin>:2:4  « roamer » est déconseillé ; abonné itinérant" in shown
    assert "    http://127.0.0.1:8001/terme/roamer" in shown


def test_nothing_of_the_draft_is_kept(made: Made) -> None:
    before = list(made.read().iterdump())
    check_draft("Un secret bien gardé : la deconfliction.", made.read())
    assert list(made.read().iterdump()) == before


def test_what_cannot_be_read_is_explained(made: Made, tmp_path: Path) -> None:
    latin = tmp_path / "latin.txt"
    latin.write_bytes("théâtre".encode("latin-1"))
    for file, words in ((str(latin), "save it as plain text in UTF-8"), ("nowhere.txt", "cannot be read")):
        result = CliRunner().invoke(main, ["check", file, "--db", str(made.path)])
        assert result.exit_code == 1
        assert words in result.output
