"""Fetching: a small site and its feed on loopback, and everything that must be refused."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from made_files import ENGLISH, PARAGRAPHS, pdf_of

from glossary.model import Article, GlossaryError, Skipped
from glossary.read import ReadOptions, add_feed, find_articles, keep_copies, keep_copy, read_articles, read_sources
from glossary.read.fetch import fetch, is_public
from glossary.read.robots import _rules

LOCAL = ReadOptions(allow_private=True, timeout=5, pause=0)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page(title: str, body: str = BODY) -> bytes:
    head = f'<head><meta charset="utf-8"><title>{title}</title><meta property="og:title" content="{title}"></head>'
    return f'<!doctype html><html lang="fr">{head}<body><article>{body}</article></body></html>'.encode()


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Le Journal</title>
<item><title>Un</title><link>/articles/un</link><pubDate>Tue, 13 Oct 2015 17:07:00 GMT</pubDate></item>
<item><title>Deux</title><link>/articles/deux</link></item>
<item><title>English</title><link>/articles/english</link></item>
<item><title>Bientôt</title><link>/articles/en-panne</link></item>
</channel></rss>"""
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>{site}/articles/un</loc></url><url><loc>{site}/articles/trois</loc></url></urlset>"""
INDEX = """<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{site}/sitemap.xml.gz</loc></sitemap></sitemapindex>"""


class Site(BaseHTTPRequestHandler):
    """A paper's site; what it answers is made when it is asked."""

    visits: list[str]

    def do_GET(self) -> None:
        self.visits.append(self.path)
        site = f"http://{self.headers['Host']}"
        plain: dict[str, tuple[str, bytes]] = {
            "/robots.txt": ("text/plain", b"User-agent: *\nDisallow: /prive/\n"),
            "/feed": ("application/rss+xml", FEED.encode()),
            "/sitemap-index.xml": ("application/xml", INDEX.format(site=site).encode()),
            "/sitemap.xml.gz": ("application/gzip", gzip.compress(SITEMAP.format(site=site).encode())),
            "/articles/un": ("text/html; charset=utf-8", page("La livraison des drones est retardée d’un an")),
            "/articles/deux": ("text/html", page("Les officiers apprennent à lire les images")),
            "/articles/trois": ("text/html", page("Le Parlement demande des comptes au ministre")),
            "/articles/english": ("text/html", page("More drones", f"<p>{ENGLISH}</p>" * 3)),
            "/document": ("application/pdf", pdf_of(["Le ministère achète des drones de surveillance."] * 3)),
            "/bombe": ("text/html", b""),
            "/entites": ("application/rss+xml", b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><rss>&a;</rss>'),
            "/prive/page": ("text/html", page("Page que le site ne donne pas")),
        }
        redirects = {"/vers": "/articles/un", "/boucle": "/boucle", "/fichier": "file:///etc/passwd"}
        redirects["/interne"] = "http://169.254.169.254/latest/meta-data/"
        if self.path in redirects:
            self.send_response(302)
            self.send_header("Location", redirects[self.path])
            self.end_headers()
        elif self.path == "/sans-fin":
            self.endless()
        elif self.path == "/goutte":
            self.drip()
        elif self.path == "/coupe":
            self.answer("text/html", page("Coupé")[:300], length=100_000)
        elif self.path == "/bombe":
            self.answer("text/html", gzip.compress(b"<p>" + b" " * 30_000_000), encoding="gzip")
        elif self.path in plain:
            self.answer(*plain[self.path])
        else:
            self.send_error(503 if self.path.endswith("en-panne") else 404)

    def answer(self, kind: str, body: bytes, length: int | None = None, encoding: str | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        self.wfile.write(body)

    def endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        with_line = b"<p>Encore une ligne, et encore une autre.</p>\n" * 1000
        try:
            while True:
                self.wfile.write(with_line)
        except OSError:
            self.close_connection = True

    def drip(self) -> None:
        try:
            self.wfile.write(b"HTTP/1.0 200 OK\r\n")
            while not self.server.stopping.wait(0.05):  # type: ignore[attr-defined]
                self.wfile.write(b"X")
        except OSError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    Site.visits = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.stopping = threading.Event()  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _rules.cache_clear()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.stopping.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


def names(found: list[Path | Skipped]) -> list[str]:
    return [f.name.split("-")[0] if isinstance(f, Path) else f"({f.key.rpartition('/')[2]})" for f in found]


def test_a_feed_is_added_and_the_second_time_nothing_is_new(site: str, tmp_path: Path) -> None:
    folder, seen = tmp_path / "articles", tmp_path / "feeds.jsonl"
    first = list(add_feed(f"{site}/feed", folder, seen, LOCAL))
    assert names(first) == ["un", "deux", "(english)", "(en-panne)"]
    again = list(add_feed(f"{site}/feed", folder, seen, LOCAL))
    assert names(again) == ["(en-panne)"], "what could not be reached is tried again, nothing else"
    articles = [a for a in read_articles(find_articles([folder]), tmp_path) if isinstance(a, Article)]
    assert [(a.title, a.published, a.url) for a in articles] == [
        ("Les officiers apprennent à lire les images", None, f"{site}/articles/deux"),
        ("La livraison des drones est retardée d’un an", "2015-10-13", f"{site}/articles/un"),
    ]
    assert {a.text for a in articles} == {"\n".join(PARAGRAPHS)}


def test_a_sitemap_index_leads_to_pages_that_no_feed_has_shown(site: str, tmp_path: Path) -> None:
    seen = tmp_path / "feeds.jsonl"
    list(add_feed(f"{site}/feed", tmp_path / "articles", seen, LOCAL))
    found = list(add_feed(f"{site}/sitemap-index.xml", tmp_path / "articles", seen, LOCAL))
    assert names(found) == ["trois"]


def test_a_page_added_twice_is_kept_once(site: str, tmp_path: Path) -> None:
    first = keep_copy(f"{site}/articles/un", tmp_path, LOCAL)
    assert keep_copy(f"{site}/articles/un", tmp_path, LOCAL) == first
    assert len(list(find_articles([tmp_path]))) == 1


def test_a_redirect_is_followed_and_the_last_address_is_the_articles(site: str, tmp_path: Path) -> None:
    [copy] = keep_copy(f"{site}/vers", tmp_path, LOCAL)
    [article] = read_articles([copy], tmp_path)
    assert isinstance(article, Article)
    assert article.url == f"{site}/articles/un"


def test_a_pdf_is_kept_as_pdf(site: str, tmp_path: Path) -> None:
    [copy] = keep_copy(f"{site}/document", tmp_path, LOCAL)
    assert copy.suffix == ".pdf"


def test_an_address_is_read_without_keeping_it(site: str, tmp_path: Path) -> None:
    [article] = read_sources([f"{site}/articles/deux"], tmp_path, LOCAL)
    assert isinstance(article, Article)
    assert article.title == "Les officiers apprennent à lire les images"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/prive/page", r"asks programs to leave this page alone"),
        ("/absent", r"answers 404 Not Found: check the address"),
        ("/boucle", r"redirects more than 6 times"),
        ("/fichier", r"only http and https addresses are fetched"),
        ("/coupe", r"was cut off after 300 bytes"),
        ("/bombe", r"is larger than 4 MB"),
        ("/sans-fin", r"is larger than 4 MB"),
        ("/articles/english", r"is not in French \(it looks like English\)"),
    ],
)
def test_what_cannot_be_kept_says_why(site: str, tmp_path: Path, path: str, message: str) -> None:
    options = ReadOptions(allow_private=True, timeout=5, pause=0, max_bytes=4 * 1024 * 1024)
    with pytest.raises(GlossaryError, match=message):
        keep_copy(site + path, tmp_path, options)
    assert list(tmp_path.iterdir()) == []


def test_a_site_that_sends_a_byte_at_a_time_meets_the_deadline(site: str, tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match=r"cannot be fetched|cut off|no answer"):
        fetch(f"{site}/goutte", ReadOptions(allow_private=True, timeout=0.2, pause=0))


def test_entities_in_a_feed_are_refused(site: str, tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match="XML entities"):
        list(add_feed(f"{site}/entites", tmp_path, tmp_path / "feeds.jsonl", LOCAL))


def test_a_page_is_no_feed(site: str, tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match="no feed and no sitemap"):
        list(add_feed(f"{site}/articles/un", tmp_path, tmp_path / "feeds.jsonl", LOCAL))


def test_loopback_is_refused_unless_allowed(site: str, tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match=r"127\.0\.0\.1, a private or local address: refused"):
        keep_copy(f"{site}/articles/un", tmp_path)
    assert Site.visits == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "2002:7f00:1::",
        "64:ff9b::7f00:1", "192.0.2.1", "198.18.0.1", "240.0.0.1",
    ],
)  # fmt: skip
def test_no_address_of_a_private_network_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:220:1::1", "::ffff:93.184.215.14"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


Resolver = Callable[..., list[tuple[object, ...]]]


def resolver(*answers: str) -> Resolver:
    """A name server that answers differently each time."""
    left = list(answers)

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (left.pop(0) if len(left) > 1 else left[0], port))]

    return resolve


@pytest.mark.parametrize(
    "url",
    ["http://localhost/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/", "http://[::ffff:10.0.0.1]/"],
)
def test_every_way_of_writing_a_private_address_is_refused(url: str) -> None:
    with pytest.raises(GlossaryError, match=r"private or local address|is not found"):
        fetch(url)


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError("refused by the test")

    monkeypatch.setattr(socket, "getaddrinfo", resolver("93.184.215.14", "127.0.0.1"))
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(GlossaryError, match="cannot be reached"):
        fetch("http://rebinding.example/", obey_robots=False)
    assert connected == ["93.184.215.14"]


def test_a_redirect_to_a_private_address_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first site is allowed by name, as a public one would be; what it redirects to is checked anew."""
    monkeypatch.setattr("glossary.read.fetch.is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(GlossaryError, match=r"169\.254\.169\.254, a private or local address: refused"):
        fetch(f"{site}/interne", ReadOptions(timeout=5, pause=0))


def test_offline_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: object, **__: object) -> None:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(GlossaryError, match=r"offline, add a saved page or file instead"):
        fetch("https://journal.example/article")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://journal.example/a", "gopher://x/", "http://", "http://a:b/"]
)
def test_only_addresses_of_the_web_are_fetched(url: str) -> None:
    with pytest.raises(GlossaryError, match=r"only http|names no site|no address"):
        fetch(url)


def test_a_file_is_copied_under_its_name_and_not_twice(tmp_path: Path) -> None:
    source, folder = tmp_path / "drones.txt", tmp_path / "articles"
    source.write_text("\n\n".join(PARAGRAPHS), encoding="utf-8")
    assert keep_copy(source, folder) == [folder / "drones.txt"]
    assert keep_copy(source, folder) == [folder / "drones.txt"]
    source.write_text("\n\n".join(PARAGRAPHS[:2]), encoding="utf-8")
    assert keep_copy(source, folder, ReadOptions(title="Les drones")) == [folder / "drones-2.txt"]
    [first, second] = read_articles(find_articles([folder]), tmp_path)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.key, first.title) == ("articles/drones-2.txt", "Les drones")
    assert (second.key, second.title) == ("articles/drones.txt", None)


def test_a_copy_is_read_again_as_it_was_added(tmp_path: Path) -> None:
    table, folder = tmp_path / "archives.csv", tmp_path / "articles"
    table.write_text(f'paru;corps\n13/10/2015;"{PARAGRAPHS[0]}"\n', encoding="utf-8")
    keep_copy(table, folder, ReadOptions(text_column="corps", date_column="paru"))
    list_of_names = tmp_path / "noms.txt"
    list_of_names.write_text("The soft power, the hard power and the smart power are what they are.", encoding="utf-8")
    keep_copy(list_of_names, folder, ReadOptions(language="fr"))
    read = list(read_articles(find_articles([folder]), tmp_path))
    assert [(a.key, a.published) for a in read if isinstance(a, Article)] == [
        ("articles/archives.csv#2", "2015-10-13"),
        ("articles/noms.txt", None),
    ]


def test_of_a_folder_the_readable_files_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "bon.txt").write_text("\n\n".join(PARAGRAPHS), encoding="utf-8")
    (tmp_path / "a" / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    found = list(keep_copies([tmp_path / "a"], tmp_path / "articles"))
    assert found == [tmp_path / "articles" / "bon.txt", Skipped("image.txt", "is an image (PNG), not an article")]
