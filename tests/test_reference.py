"""Term banks: real records in, the right terms matched, hostile files refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_database import Made, make_database, make_glossary

from glossary.cli import main
from glossary.export import write_export
from glossary.export.options import Options
from glossary.model import GlossaryError
from glossary.reference import read_bank
from glossary.reference.entries import Entry
from glossary.reference.headwords import headword, split_forms
from glossary.reference.index import add_bank, exact_key, loose_key, references_digest, refresh, remove_bank
from glossary.store.equivalents import update_equivalents
from glossary.store.stream import Filters

# Seven records as published, Licence Ouverte.
FRANCETERME = Path(__file__).parent / "references" / "franceterme-sample.xml"

IATE = """<?xml version="1.0" encoding="UTF-8"?>
<tbx xmlns="urn:iso:std:iso:30042:ed-2" style="dca" type="TBX-IATE" xml:lang="en"><tbxHeader/><text><body>
<conceptEntry id="3504532"><descrip type="subjectField">air transport;military</descrip>
<langSec xml:lang="en"><termSec><term>deconfliction</term><termNote type="termType">fullForm</termNote>
<descrip type="reliabilityCode">3</descrip></termSec></langSec>
<langSec xml:lang="fr"><termSec><term>déconfliction</term><termNote type="administrativeStatus">deprecated</termNote>
<descrip type="reliabilityCode">1</descrip></termSec>
<termSec><term>prévention des conflits aériens</term><descrip type="reliabilityCode">9</descrip></termSec>
<termSec><term>désimbrication</term><descrip type="reliabilityCode">2</descrip></termSec></langSec>
</conceptEntry></body></text></tbx>"""

MARTIF = """<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader/><text><body><termEntry id="IATE-1">
<descripGrp><descrip type="subjectField">défense</descrip></descripGrp>
<langSet xml:lang="en"><tig><term>no-fly zone</term></tig></langSet>
<langSet xml:lang="fr"><ntig><termGrp><term>zone d'exclusion aérienne</term></termGrp></ntig></langSet>
</termEntry></body></text></martif>"""


def said(entry: Entry) -> dict[tuple[str, str], str]:
    return {(d.language, d.text): d.status for d in entry.designations}


def test_franceterme_as_published() -> None:
    entries = {entry.id: entry for entry in read_bank(FRANCETERME)}
    roaming = entries["TELE23"]
    assert said(roaming) == {
        ("fr", "abonné itinérant"): "preferred",
        ("en", "roaming subscriber"): "preferred",
        ("fr", "itinérance"): "deprecated",
        ("fr", "roamer"): "deprecated",
    }
    assert (roaming.date, roaming.domain) == ("2000-09-22", "Télécommunications")
    assert roaming.url == "https://www.culture.fr/franceterme/terme/TELE23"
    assert (roaming.definition or "").startswith("Abonné d'un service mobile")
    assert entries["SANT57"].definition is None
    assert said(entries["EQUI1"])["fr", "absorbeur"] == "admitted"
    assert said(entries["NEVI13"])["fr", "refuge climatique"] == "admitted"


def test_a_cancelled_record_is_left_out(tmp_path: Path) -> None:
    cancelled = tmp_path / "bank.xml"
    cancelled.write_text(FRANCETERME.read_text(encoding="utf-8").replace('annule="0"', 'annule="1"', 1), "utf-8")
    assert {entry.id for entry in read_bank(FRANCETERME)} - {entry.id for entry in read_bank(cancelled)} == {"SPOR564"}


def test_an_editors_html_is_not_part_of_the_text(tmp_path: Path) -> None:
    marked = FRANCETERME.read_text(encoding="utf-8").replace(
        "Propre à l'ablation.", "Propre à l&amp;rsquo;<i>ablation</i>, <![CDATA[CO<sub>2</sub>&nbsp;compris.]]>"
    )
    (tmp_path / "bank.xml").write_text(
        marked.replace('Terme="ablatif, -ive"', 'Terme="&lt;b&gt;ablatif&lt;/b&gt;"'), "utf-8"
    )
    [entry] = [entry for entry in read_bank(tmp_path / "bank.xml") if entry.id == "SPAT1"]
    assert entry.definition == "Propre à l’ablation, CO2 compris."
    assert said(entry)["fr", "ablatif"] == "preferred"


@pytest.mark.parametrize(
    ("printed", "form", "other"),
    [
        ("ablatif, -ive", "ablatif", "ablative"),
        ("utilisateur, -trice pionnier, -ière", "utilisateur pionnier", "utilisatrice pionnière"),
        ("orphelin, -e d'enfant", "orphelin d'enfant", "orpheline d'enfant"),
        ("joueur, -euse professionnel, -elle", "joueur professionnel", "joueuse professionnelle"),
        ("national, -ale, -aux", "national", "nationaux"),
        ("faible émission (à)", "à faible émission", None),
        ("abri (à l')", "à l'abri", None),
        ("absorbeur, n.m.", "absorbeur", None),
        ("point à rejouer !, interj.", "point à rejouer !", None),
        ("réacteur à uranium naturel, graphite et gaz", "réacteur à uranium naturel, graphite et gaz", None),
    ],
)
def test_a_headword_becomes_the_forms_of_a_text(printed: str, form: str, other: str | None) -> None:
    found, others = headword(printed)
    assert found == form
    assert other is None or other in others


def test_discouraged_forms_are_listed_by_commas() -> None:
    assert split_forms("fuel vapor canister, fuel vapour canister") == ["fuel vapor canister", "fuel vapour canister"]


def test_iate_keeps_its_reliability_codes(tmp_path: Path) -> None:
    bank = tmp_path / "IATE.tbx"
    bank.write_text(IATE, "utf-8")
    [entry] = read_bank(bank)
    assert {(d.text, d.status, d.reliability) for d in entry.designations} == {
        ("deconfliction", "preferred", 3),
        ("déconfliction", "deprecated", 1),
        ("prévention des conflits aériens", "preferred", 9),
        ("désimbrication", "admitted", 2),
    }
    assert (entry.id, entry.domain) == ("3504532", "air transport;military")


def test_martif_is_read_without_its_document_type(tmp_path: Path) -> None:
    bank = tmp_path / "old.tbx"
    bank.write_text(MARTIF, "utf-8")
    [entry] = read_bank(bank)
    assert said(entry) == {("en", "no-fly zone"): "preferred", ("fr", "zone d'exclusion aérienne"): "preferred"}


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        pytest.param(
            "liste.csv",
            "\ufeffFrançais;Anglais;Définition\nlanceur d'alerte;whistleblower;Qui signale.\n",
            {("fr", "lanceur d'alerte"): "preferred", ("en", "whistleblower"): "preferred"},
            id="a French Excel's",
        ),
        pytest.param(
            "deepl.csv",
            "whistleblower,lanceur d'alerte,EN,FR\n",
            {("en", "whistleblower"): "preferred", ("fr", "lanceur d'alerte"): "preferred"},
            id="DeepL's, without a header",
        ),
        pytest.param(
            "omegat.txt",
            "# un commentaire\nwhistleblower\tlanceur d'alerte\tvu dans la presse\n",
            {("und", "whistleblower"): "preferred", ("und", "lanceur d'alerte"): "preferred"},
            id="OmegaT's",
        ),
        pytest.param(
            "termes.tsv",
            "term\tlanguage\ttarget\ttarget_lang\tstatus\nmail\ten\tmél\tfr\tadmitted\n",
            {("en", "mail"): "preferred", ("fr", "mél"): "admitted"},
            id="with statuses",
        ),
    ],
)
def test_tables_of_other_tools(tmp_path: Path, name: str, content: str, expected: dict[tuple[str, str], str]) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    [entry] = read_bank(tmp_path / name)
    assert said(entry) == expected


def test_a_table_of_an_older_excel_is_windows_1252(tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_bytes("fr;en\nthéâtre militaire;military theatre\n".encode("cp1252"))
    [entry] = read_bank(tmp_path / "liste.csv")
    assert ("fr", "théâtre militaire") in said(entry)


LAUGHS = '<!DOCTYPE CRITER [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><CRITER><Article>&b;</Article></CRITER>'
FILE_ENTITY = '<!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/passwd">]><tbx><conceptEntry>&x;</conceptEntry></tbx>'


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        pytest.param("a.xml", LAUGHS, "entities", id="entities that multiply"),
        pytest.param("a.tbx", FILE_ENTITY, "entities", id="an entity that reads a file"),
        pytest.param("a.xml", "<CRITER><Article>", "well-formed", id="cut short"),
        pytest.param("a.xml", "<html></html>", "<html>", id="other XML"),
        pytest.param("a.pdf", "%PDF-1.4", "not a term bank", id="not a bank at all"),
        pytest.param("a.csv", "un seul mot\n", "one column", id="one column"),
        pytest.param("a.xlsx", "PK", "XLSX", id="a broken workbook"),
    ],
)
def test_a_bad_bank_is_refused_with_advice(tmp_path: Path, name: str, content: str, words: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(GlossaryError, match=words) as refused:
        list(read_bank(tmp_path / name))
    assert name in str(refused.value)
    assert "root:" not in str(refused.value)


def test_forms_match_across_spelling_but_not_across_case_of_short_capitals() -> None:
    assert exact_key("tête‑de‑pont") == exact_key("Tête de pont")
    assert loose_key("têtes de pont") == loose_key("tête de pont")
    assert exact_key("EI") != exact_key("ei")
    assert exact_key("cours") != exact_key("cour")


@pytest.fixture
def matched(tmp_path: Path) -> tuple[Made, Path]:
    made = make_database(tmp_path / "glossary.db")
    for term in ("roamer", "deconfliction", "EI", "let"):
        made.add_term(term, norm=term, kind="abbreviation" if term.isupper() else "loanword")
    for term in ("abonnés itinérants", "refuge climatique", "canister", "ablative", "parole"):
        made.add_term(term, "term", "fr")
    references = tmp_path / "references"
    add_bank(references, FRANCETERME)
    return made, references


def found(made: Made) -> dict[str, set[tuple[str, str]]]:
    rows = made.read().execute(
        "SELECT terms.term, equivalents.text, equivalents.status FROM equivalents JOIN terms ON terms.id = term_id"
    )
    shown: dict[str, set[tuple[str, str]]] = {}
    for term, text, status in rows:
        shown.setdefault(term, set()).add((text, status))
    return shown


def test_terms_are_matched_on_both_sides(matched: tuple[Made, Path]) -> None:
    made, references = matched
    assert update_equivalents(made.read(), references) == 5
    equivalents = found(made)
    assert equivalents.keys() == {"roamer", "let", "abonnés itinérants", "refuge climatique", "ablative"}
    assert ("abonné itinérant", "preferred") in equivalents["roamer"]
    assert ("roamer", "deprecated") in equivalents["roamer"]
    assert ("roaming subscriber", "preferred") in equivalents["abonnés itinérants"]
    official = dict(made.read().execute("SELECT term, official_equivalent FROM glossary"))
    assert official["roamer"] == "abonné itinérant"
    assert official["let"] == "à rejouer !"
    assert official["deconfliction"] is None


def test_only_the_terms_asked_for_are_looked_up_again(matched: tuple[Made, Path]) -> None:
    made, references = matched
    update_equivalents(made.read(), references)
    before = found(made)
    [[roamer]] = made.read().execute("SELECT id FROM terms WHERE term = 'roamer'")
    remove_bank(references, "FranceTerme")
    assert update_equivalents(made.read(), references, {roamer}) == 0
    assert found(made).keys() == before.keys() - {"roamer"}


def test_the_index_follows_its_files(tmp_path: Path) -> None:
    references = tmp_path / "references"
    assert refresh(references) == []
    empty = references_digest(references)
    assert add_bank(references, FRANCETERME).entries == 7
    with_one = references_digest(references)
    (references / "iate.tbx").write_text(IATE, "utf-8")
    assert [(bank.name, bank.entries) for bank in refresh(references)] == [("FranceTerme", 7), ("iate", 1)]
    assert len({empty, with_one, references_digest(references)}) == 3
    (references / "iate.tbx").write_text(IATE.replace("3504532", "1"), "utf-8")
    assert [bank.entries for bank in refresh(references)] == [7, 1]
    assert remove_bank(references, "iate").name == "iate"
    assert references_digest(references) == with_one
    with pytest.raises(GlossaryError, match="there is FranceTerme"):
        remove_bank(references, "iate")


@pytest.mark.parametrize("name", ["csv", "tsv", "xlsx", "tbx"])
def test_an_export_read_as_a_bank_matches_every_term(tmp_path: Path, name: str) -> None:
    made = make_glossary(tmp_path / "glossary.db")
    exported = tmp_path / f"export.{name}"
    with exported.open("wb") as out:
        write_export(made.read(), name, Filters(), Options(), out)
    add_bank(tmp_path / "references", exported)
    [[terms]] = made.read().execute("SELECT count(*) FROM glossary")
    shown = {row[0] for row in made.read().execute("SELECT term FROM glossary")}
    update_equivalents(made.read(), tmp_path / "references")
    assert found(made).keys() & shown == shown
    assert len(shown) == terms


def test_a_machine_does_not_come_back_as_a_bank(tmp_path: Path) -> None:
    made = make_glossary(tmp_path / "glossary.db")
    for name in ("csv", "tbx", "xlsx"):
        out = io.BytesIO()
        write_export(made.read(), name, Filters(), Options(), out)
        (tmp_path / f"export.{name}").write_bytes(out.getvalue())
        texts = {d.text for entry in read_bank(tmp_path / f"export.{name}") for d in entry.designations}
        assert "échange d'informations" in texts, name
        assert not texts & {"désescalade", "military theatre"}, name


def test_the_command_adds_lists_and_removes(tmp_path: Path) -> None:
    made = make_glossary(tmp_path / "glossary.db")
    made.read()
    where = ["--db", str(made.path)]
    run = CliRunner()
    added = run.invoke(main, ["reference", "add", str(FRANCETERME), *where])
    assert added.exit_code == 0, added.output
    assert "FranceTerme: 7 entries" in added.output
    assert "1 of 6 terms" in added.output
    listed = run.invoke(main, ["reference", "list", *where])
    assert listed.output == "FranceTerme\tfranceterme\t7\t1\tfranceterme-sample.xml\n"
    assert run.invoke(main, ["reference", "remove", "FranceTerme", *where]).exit_code == 0
    assert run.invoke(main, ["reference", "list", *where]).output == ""
    refused = run.invoke(main, ["reference", "add", "nowhere.xml", *where])
    assert (refused.exit_code, refused.output) == (1, "Error: nowhere.xml: no such file\n")
