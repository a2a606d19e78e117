"""glossary extract and glossary terms, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary.cli import main

SENTENCE = "Le terme anglais de « deconfliction », qui peut se traduire par l’échange d’informations."


def run(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(main, list(arguments), input=given, catch_exceptions=False)


def test_given_text_is_taken_as_it_is_and_offsets_point_into_it() -> None:
    text = "\n\n  " + SENTENCE + "\nPodcasts\n"
    result = run("extract", "-", "--jobs", "1", given=json.dumps({"id": 7, "text": text}) + "\n")
    assert result.exit_code == 0
    row = json.loads(result.stdout)
    assert (row["id"], row["text"]) == ("7", text)
    [gloss] = row["glosses"]
    assert text[gloss["term_start"] : gloss["term_end"]] == gloss["term"] == "deconfliction"
    assert text[gloss["gloss_start"] : gloss["gloss_end"]] == gloss["gloss"] == "échange d’informations"
    for part in ("loanwords", "abbreviations", "terms"):
        assert all(text[found["start"] : found["end"]] == found["text"] for found in row[part])


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"text": "rien"}', "3"])
def test_a_bad_line_is_named_and_the_others_are_read(line: str) -> None:
    good = json.dumps({"id": "a", "text": SENTENCE})
    result = run("extract", "-", "--jobs", "1", given=f"{line}\n{good}\n")
    assert result.exit_code == 3
    assert "line 1" in result.stderr
    assert json.loads(result.stdout)["id"] == "a"


def test_terms_are_ranked_and_cut(tmp_path: Path) -> None:
    article = tmp_path / "eolien.txt"
    article.write_text("Le réglage de vitesse de l'éolienne est difficile. " * 3, encoding="utf-8")
    all_terms = run("terms", str(tmp_path), "--scores", "--jobs", "1").stdout.splitlines()
    scores = [float(line.split("\t")[1]) for line in all_terms]
    assert scores == sorted(scores, reverse=True)
    assert run("terms", str(tmp_path), "--limit", "1", "--jobs", "1").stdout.splitlines() == [
        all_terms[0].split("\t")[0]
    ]


def test_variants_are_one_line_and_forms_are_lines(tmp_path: Path) -> None:
    (tmp_path / "police.txt").write_text(
        "La criminalite financière recule. La criminalité financière progresse.",
        encoding="utf-8",
    )
    lines = run("terms", str(tmp_path), "--variants", "--jobs", "1").stdout.splitlines()
    others = dict(line.split("\t") for line in lines)
    assert others["criminalité financière"] == "criminalite financière"
    assert "criminalite financière" not in others
    assert run("terms", str(tmp_path), "--jobs", "1").stdout.splitlines() == list(others)
    forms = run("terms", str(tmp_path), "--forms", "--jobs", "1").stdout.splitlines()
    assert {"criminalité financière", "criminalite financière"} <= set(forms)
    assert len(forms) == len(set(forms))
    both = run("terms", str(tmp_path), "--forms", "--variants")
    assert both.exit_code == 2


def test_a_folder_that_is_not_there_is_an_error_for_people() -> None:
    result = run("terms", "nulle-part/")
    assert result.exit_code == 1
    assert "nulle-part" in result.stderr
    assert "Traceback" not in result.output
