"""One article in every kind of file: the same words come out, and what the file says of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from made_files import ENGLISH, PARAGRAPHS, docx_of, epub_of, mail_of, odt_of, pdf_of, wrap, zip_of

from glossary.model import Article, GlossaryError, Skipped
from glossary.read import ReadOptions, find_articles, read_articles
from glossary.read.encoding import decode

TEXT = "\n".join(PARAGRAPHS)
WRAPPED = "\n\n".join(wrap(paragraph, 72) for paragraph in PARAGRAPHS)
Read = Callable[..., list[Article | Skipped]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_files(files: dict[str, bytes | str], **options: object) -> list[Article | Skipped]:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return list(read_articles(find_articles([tmp_path]), tmp_path, ReadOptions(**options)))  # type: ignore[arg-type]

    return read_files


KINDS: dict[str, bytes | str] = {
    "utf-8.txt": "\n\n".join(PARAGRAPHS),
    "bom.txt": b"\xef\xbb\xbf" + TEXT.encode(),
    "utf-16-le.txt": TEXT.encode("utf-16"),
    "utf-16-be.txt": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "utf-16-sans-bom.txt": TEXT.encode("utf-16-le"),
    "utf-32.txt": TEXT.encode("utf-32"),
    "windows.txt": TEXT.encode("cp1252"),
    "macintosh.txt": TEXT.encode("mac_roman"),
    "mojibake.txt": TEXT.encode().decode("latin-1"),
    "windows-lines.txt": TEXT.replace("\n", "\r\n"),
    "old-mac-lines.txt": TEXT.replace("\n", "\r"),
    "wrapped.txt": WRAPPED,
    "page.html": "<html><body><article>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</article></body></html>",
    "latin.html": (
        '<html><head><meta charset="windows-1252"></head><body><article>'
        + "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
        + "</article></body></html>"
    ).encode("cp1252"),
    "archive.mhtml": (
        "From: <Saved by Blink>\r\nSubject: Les drones\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; "
        'boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        "<html><body><article>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</article></body></html>\r\n--b--\r\n"
    ),
    "document.docx": docx_of(),
    "document.odt": odt_of(),
    "livre.epub": epub_of(),
    "document.pdf": pdf_of(WRAPPED.split("\n")),
    "courriel.eml": mail_of(WRAPPED, Subject="RE: Les drones de surveillance", From="Anne Martin <a@journal.example>"),
    "notes.md": "# Les drones\n\n" + TEXT.replace("drones de", "[drones](https://fr.wikipedia.org/wiki/Drone_(x)) de"),
    "lignes.jsonl": json.dumps({"id": "a", "texte": TEXT}) + "\n",
    "liste.json": json.dumps({"articles": [{"id": "a", "content": list(PARAGRAPHS)}]}),
    "table.csv": "identifiant;titre;texte\r\n" + f'a;Les drones;"{TEXT}"\r\n',
    "lot.zip": zip_of({"a/b.txt": TEXT, "__MACOSX/a/._b.txt": b"\0\1"}),
    "sans-suffixe": TEXT,
    "suffixe-faux.txt": pdf_of(WRAPPED.split("\n")),
}


@pytest.mark.parametrize("name", KINDS)
def test_the_words_are_the_same_from_every_kind_of_file(read: Read, name: str) -> None:
    [article] = read({name: KINDS[name]})
    assert isinstance(article, Article), article
    lines = [line for line in article.text.split("\n") if line != "Les drones"]
    assert "\n".join(lines) == TEXT
    assert article.key.split("#")[0] == name


def test_latin_9_has_its_own_signs(read: Read) -> None:
    text = "L'œuvre a coûté 1 000 € à la Région, qui en avait déjà payé le décor et les costumes, selon le théâtre."
    [article] = read({"a.txt": text.encode("iso-8859-15")})
    assert isinstance(article, Article)
    assert article.text == text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("livre.epub", ("Les drones", "Anne Martin", "2019-03-04")),
        ("courriel.eml", ("Les drones de surveillance", "Anne Martin", None)),
        ("notes.md", ("Les drones", None, None)),
        ("table.csv", ("Les drones", None, None)),
    ],
)
def test_files_say_what_they_know(read: Read, name: str, said: tuple[str | None, ...]) -> None:
    [article] = read({name: KINDS[name]})
    assert isinstance(article, Article)
    assert (article.title, article.author, article.published) == said


def test_front_matter(read: Read) -> None:
    header = '---\ntitle: "Les drones : état des lieux"\ndate: 2019-10-20\nauthor: [Anne Martin, Paul Petit]\n---\n\n'
    [article] = read({"a.md": header + TEXT})
    assert isinstance(article, Article)
    assert (article.title, article.published, article.author) == (
        "Les drones : état des lieux",
        "2019-10-20",
        "Anne Martin, Paul Petit",
    )
    assert article.text == TEXT


def test_options_win_over_the_file(read: Read) -> None:
    [article] = read({"livre.epub": KINDS["livre.epub"]}, title="Autre titre", published="2020-01-02")
    assert isinstance(article, Article)
    assert (article.title, article.published, article.author) == ("Autre titre", "2020-01-02", "Anne Martin")


def test_a_date_that_is_none_is_refused_at_once() -> None:
    assert ReadOptions(published="13/10/2015").published == "2015-10-13"
    with pytest.raises(GlossaryError, match="no full date"):
        ReadOptions(published="octobre 2015")


def test_columns_can_be_named(read: Read) -> None:
    rows = f'{{"corps du texte": {json.dumps(TEXT)}, "jour": "13/10/2015", "n": 7}}\n'
    [article] = read({"a.jsonl": rows}, text_column="corps du texte", date_column="jour", id_column="n")
    assert isinstance(article, Article)
    assert (article.key, article.published, article.text) == ("a.jsonl#7", "2015-10-13", TEXT)


def test_a_bad_row_does_not_stop_the_rest(read: Read) -> None:
    good = json.dumps({"id": 1, "text": TEXT})
    found = read({"a.jsonl": f'{good}\n{{"text": \n[1, 2]\n{{"titre": "x"}}\n\n{good}\n'})
    assert [row.key for row in found] == ["a.jsonl#1", "a.jsonl#2", "a.jsonl#3", "a.jsonl#4", "a.jsonl#1~6"]
    assert [type(row) for row in found] == [Article, Skipped, Skipped, Skipped, Article]


def test_words_cut_at_line_ends_are_mended_and_compounds_keep_their_hyphen(read: Read) -> None:
    cut = (
        "Le porte-parole du ministère a déclaré que les informa-\ntions recueillies par les appareils de surveil-\n"
        "lance seraient transmises à l'état-major par le porte-\nparole lui-même, et que les officiers en feraient\n"
        "la synthèse pour le ministre avant la fin de la\nsemaine prochaine."
    )
    [article] = read({"a.txt": cut})
    assert isinstance(article, Article)
    assert "informations recueillies" in article.text
    assert "surveillance seraient" in article.text
    assert "par le porte-parole lui-même" in article.text
    assert "\n" not in article.text


def test_an_article_that_is_not_french_is_skipped(read: Read) -> None:
    [skipped] = read({"a.txt": f"{ENGLISH}\n{ENGLISH}"})
    assert isinstance(skipped, Skipped)
    assert "is not in French (it looks like English)" in skipped.reason


def test_a_bilingual_article_keeps_its_french_paragraphs(read: Read) -> None:
    [article] = read({"a.txt": "\n\n".join([ENGLISH, PARAGRAPHS[0], ENGLISH, PARAGRAPHS[1], PARAGRAPHS[2]])})
    assert isinstance(article, Article)
    assert article.text == TEXT
    assert article.dropped == (ENGLISH, ENGLISH)
    assert article.notes == ("en anglais, laissé de côté : 2 paragraphes",)


def test_an_english_quotation_within_a_french_paragraph_is_kept(read: Read) -> None:
    text = f"« The officers would be trained before the end of the year », a dit le ministre. {PARAGRAPHS[0]}"
    [article] = read({"a.txt": text})
    assert isinstance(article, Article)
    assert article.text == text


def test_reading_twice_gives_the_same_digest(read: Read) -> None:
    first = {found.key: found.digest for found in read(KINDS) if isinstance(found, Article)}
    again = {found.key: found.digest for found in read({}) if isinstance(found, Article)}
    assert first == again
    assert len(first) == len(KINDS)


def test_the_folder_that_a_browser_saves_with_a_page_is_passed_over(read: Read) -> None:
    found = read({"page.html": KINDS["page.html"], "page_fichiers/a.js": "var a;", "notes_files/b.txt": TEXT})
    assert [article.key for article in found] == ["notes_files/b.txt", "page.html"]


def test_a_pattern_finds_files_and_a_missing_path_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.md").write_text(TEXT)
    assert [path.name for path in find_articles([tmp_path / "*.txt"])] == ["a.txt"]
    with pytest.raises(GlossaryError, match=r"absent: there is no such file or folder"):
        list(find_articles([tmp_path / "absent"]))


def test_keys_outside_the_project_name_no_folder_of_the_machine(tmp_path: Path) -> None:
    for year in ("2015", "2016"):
        (tmp_path / "corpus" / year).mkdir(parents=True)
        (tmp_path / "corpus" / year / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "projet").mkdir()
    found = read_articles(find_articles([tmp_path / "corpus"]), tmp_path / "projet")
    assert [article.key for article in found] == ["2015/a.txt", "2016/a.txt"]


ACCENTED = [
    "Une œuvre d'art.",
    "Le théâtre militaire où opère la coalition.",
    "L'été, à Noël et à Pâques, ça gêne.",
    "Où vont-ils ? À Orléans.",
    "Le maïs, l'âne et l'île.",
]
ENCODINGS = ["cp1252", "iso-8859-15", "mac_roman", "cp850"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    # cp850 has no œ
    [(text, encoding) for text in ACCENTED for encoding in ENCODINGS if not ("œ" in text and encoding == "cp850")],
)
def test_a_few_accents_tell_the_encoding(text: str, encoding: str) -> None:
    raw = text.encode(encoding)
    assert decode(raw)[0] == text
