"""What the person who adds an article may say of it, and the limits of reading."""

from __future__ import annotations

from dataclasses import dataclass

from glossary.model import GlossaryError
from glossary.read.dates import read_date


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What is said here wins over what the file says; the limits keep one file from hurting the rest."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None  # ISO 8601
    url: str | None = None
    language: str | None = None  # "fr" accepts the text as French without asking
    encoding: str | None = None  # of plain text; guessed when not given
    text_column: str | None = None  # the columns of .jsonl and .csv; the usual names when not given
    title_column: str | None = None
    date_column: str | None = None
    publisher_column: str | None = None
    author_column: str | None = None
    url_column: str | None = None
    language_column: str | None = None
    id_column: str | None = None
    keep_furniture: bool = False  # take the text as it is, without looking for menus and teasers
    any_language: bool = False  # keep articles that are not French
    allow_private: bool = False  # fetch from private and loopback addresses (for tests and intranets)
    max_bytes: int = 64 * 1024 * 1024  # of one file or page; rows are read one by one and have max_article
    max_article: int = 5_000_000  # code points of one article's text
    max_members: int = 20_000  # of one archive
    timeout: float = 20.0  # seconds, for each step of a fetch
    pause: float = 1.0  # seconds between two pages of one site

    def __post_init__(self) -> None:
        """A date that is none is refused where it is said, not at the first article."""
        if self.published is None:
            return
        day = read_date(self.published)
        if day is None or day.startswith("--"):
            raise GlossaryError(f"{self.published!r} is no full date: write 2015-10-13 or 13/10/2015")
        object.__setattr__(self, "published", day)


DEFAULTS = ReadOptions()
# What reading a copy again needs to be told again, so that its sidecar holds it.
TOLD = tuple(
    ["encoding", "language"]
    + [f"{name}_column" for name in ("text", "title", "date", "publisher", "author", "url", "language", "id")]
)
