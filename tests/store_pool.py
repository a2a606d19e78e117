"""Real French sentences and what the real program finds in them, for tests that build many times.

Findings are kept by text, in memory and in a file that worker processes read, so that the model reads each text once.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from glossary.model import Article, Findings, Sentence, Skipped
from glossary.store.cache import Cache
from glossary.store.packing import Packed, pack_found
from glossary.store.project import Project

SENTENCES = (
    "Dans le jargon de la Défense, on utilise le terme anglais de « deconfliction », qui peut se traduire par "
    "l'échange d'informations pour éviter un incident entre aéronefs.",
    "Le groupe État islamique (EI) tient toujours la ville malgré les frappes de la coalition internationale.",
    "La coalition internationale a mené quarante frappes aériennes depuis la base aérienne avancée.",
    "Les diplomates parlent de « soft power », qui peut se traduire par la puissance douce.",
    "Le soft power d'un pays repose sur sa culture et sur ses entreprises, selon les diplomates.",
    "Les éoliennes terrestres produisent davantage lorsque le réglage de la vitesse du rotor est automatique.",
    "Le réglage de vitesse évite que le rotor des éoliennes ne s'emballe pendant les tempêtes d'hiver.",
    "L'Organisation mondiale de la santé (OMS) publie un rapport sur la résistance aux antibiotiques.",
    "La résistance aux antibiotiques progresse dans les hôpitaux, écrit l'OMS dans son rapport annuel.",
    "Des discussions de deconfliction ont repris mercredi entre les deux états-majors à Amman.",
    "Le lanceur d'alerte, ou « whistleblower », est protégé par la loi depuis plusieurs années.",
    "Les aéronefs de la coalition internationale évitent désormais les couloirs aériens réservés.",
    # The same terms written otherwise: what the program joins, and parts again when an article goes.
    "Depuis la base aérienne avancée, les avions rejoignent une autre base aérienne avancée dans le désert.",
    "La base avancée manque de carburant et d'hommes depuis le début du siège.",
    "Le réglage vitesse du rotor des éoliennes terrestres est décrit dans la notice du constructeur.",
    "La resistance aux antibiotiques et la criminalite financière inquiètent les deux ministères.",
    "La criminalité financière recule, mais la résistance aux vaccins progresse dans les campagnes.",
    "FRAPPES AÉRIENNES : la COALITION internationale suspend ses vols de déconfliction pendant les tempêtes.",
    "Les lanceurs d'alerte et leurs anti-corps, ou anticorps, sont protégés par une charte de déontologie.",
    "La charte déontologique protège le lanceur d'alerte, selon les avocats de la COALITION.",
    # A verb made from a loanword, which counts as one while its French participle is there too.
    "Les joueurs veulent streamer chaque partie, et le « stream » attire les internautes, qui vont la liker.",
    "La partie que le club a streamé en direct attire des internautes, qui vont liker la photo.",
)
_KEPT = "texts"  # the name under which the pool keeps findings, whatever the rules
_files: list[Path] = []


def pool_file() -> Path:
    """The file with the findings of the sentences; made once, and named to other processes by GLOSSARY_POOL."""
    if named := os.environ.get("GLOSSARY_POOL"):
        return Path(named)
    if not _files:
        _files.append(Path(tempfile.mkdtemp()) / "pool.db")
    return _files[0]


def write_article(project: Project, name: str, sentences: Iterable[int], date: str | None) -> Path:
    """Put an article of some of the sentences into the project."""
    head = f"---\ntitle: Dépêche\ndate: {date}\n---\n" if date else ""
    path = project.articles / f"{name}.txt"
    path.write_text(head + " ".join(SENTENCES[number] for number in sentences) + "\n", encoding="utf-8")
    return path


def find(
    pack: Callable[[Article, Findings], Packed], articles: Iterable[Article]
) -> Iterator[tuple[Article, Packed | Skipped]]:
    """What the program finds in each sentence on its own, put together: the model reads a sentence once."""
    with closing(Cache(pool_file())) as pool:
        for article in articles:
            yield article, pack(article, _together(article.text, pool))


def _together(text: str, pool: Cache) -> Findings:
    found: dict[str, list[object]] = {"sentences": [], "loanwords": [], "abbreviations": [], "glosses": [], "terms": []}
    counts: dict[str, tuple[int, ...]] = {}
    place = 0
    for sentence in _sentences(text):
        start = text.index(sentence, place)
        place = start + len(sentence)
        findings = _found(sentence, pool)
        found["sentences"].append(Sentence(start, place))
        for name in ("loanwords", "abbreviations", "glosses", "terms"):
            found[name] += [_moved(each, start) for each in getattr(findings, name)]
        for norm, row in findings.counts.items():
            counts[norm] = tuple(map(sum, zip(row, counts.get(norm, (0,) * len(row)), strict=True)))
    return Findings(**{name: tuple(rows) for name, rows in found.items()}, counts=counts)  # type: ignore[arg-type]


def _sentences(text: str) -> Iterator[str]:
    rest = text
    while rest:
        known = next((s for s in SENTENCES if rest.startswith(s)), rest)
        yield known
        rest = rest[len(known) :].lstrip()


def _found(sentence: str, pool: Cache) -> Findings:
    known = pool.findings(sentence, _KEPT, sentence)
    if known is None:
        from glossary.findings import findings_of

        [(article, known_or_skipped)] = findings_of([Article("pool", sentence)])
        assert isinstance(known_or_skipped, Findings)
        known = known_or_skipped
        pool.keep_found(sentence, _KEPT, pack_found(article, known))
        pool.commit()
    return known


def _moved(found: object, by: int) -> object:
    """The same finding so many characters further on."""
    values = {name: getattr(found, name) for name in type(found).__slots__}  # type: ignore[attr-defined]
    return type(found)(**{k: v + by if k.endswith(("start", "end")) else v for k, v in values.items()})
