"""The five given articles: what is kept, what is left out, what is known of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.model import Article
from glossary.read import find_articles, read_articles

ROOT = Path(__file__).parent.parent

# The furniture of each seed, line by line, in order.
FURNITURE = {
    "000": ["NOUVELLES", "13/10/2015 19:07 EDT | Actualisé 13/10/2016 01:12 EDT", "nr/sha"],
    "001": [],
    "002": [
        "le , mis à jour à 18:36",
        "0",
        "Vous devez être membre pour ajouter des commentaires.",
        "Devenez membre, ou connectez-vous.",
        "Aucun commentaire n'est disponible pour l'instant",
    ],
    "003": [
        "Dernières Infos",
        "AFP / le 29 septembre 2015 à 22h56",
        "Le chef du Pentagone Ashton Carter a donné son feu vert pour l'établissement de lignes de communications "
        "entre militaires américains et russes pour éviter tout incident en Syrie, où Moscou a déployé des troupes, a "
        'indiqué le Pentagone mardi."La sécurité des pilotes de la coalition est extrêmement importante pour nous. '
        "Nous ne devons pas avoir d'erreurs de calcul ou de jugement\" lorsque...",
        "Les plus commentés",
        "Désarmement du Hezbollah : les ministres chiites lancent la contre-attaque",
        "Une appli libanaise de rencontres demande-t-elle à ses utilisateurs de mentionner leur confession ?",
        "7-Octobre : ce que le Hamas avait planifié selon des documents saisis",
    ],
    "004": [
        "Atlantico, c'est qui, c'est quoi ?",
        "Newsletter",
        "Décryptages",
        "Pépites",
        "Dossiers",
        "Rendez-vous",
        "Atlantico-Light",
        "Vidéos",
        "Podcasts",
        "International",
        "©Reuters",
        "Lu sur Le Figaro",
        "En raison de débordements, nous avons fait le choix de suspendre les commentaires des articles "
        "d'Atlantico.fr.",
        "Mais n'hésitez pas à partager cet article avec vos proches par mail, messagerie, SMS ou sur les réseaux "
        "sociaux afin de continuer le débat !",
    ],
}
KNOWN = {
    "000": (
        "Syrie: les Etats-Unis et la Russie reprennent leurs discussions militaires (chef du Pentagone)",
        None,
        "2015-10-13",
    ),
    "001": (None, None, None),
    "002": ("Les ministres russe et US de la Défense ont discuté de la Syrie", "Reuters", "2015-09-18"),
    "003": ("Frappes en Syrie : les Américains veulent communiquer avec les Russes", "AFP", "2015-09-29"),
    "004": (
        "Moscou et Washington engagent des discussions militaires pour éviter la confrontation de leurs deux pays "
        "en Syrie",
        "Atlantico",
        None,
    ),
}


@pytest.fixture(scope="module")
def seeds() -> dict[str, Article]:
    read = list(read_articles(find_articles([ROOT / "seeds"]), ROOT))
    return {found.key[6:9]: found for found in read if isinstance(found, Article)}


@pytest.mark.parametrize("seed", FURNITURE)
def test_furniture_is_left_out_and_nothing_else(seeds: dict[str, Article], seed: str) -> None:
    assert list(seeds[seed].dropped) == FURNITURE[seed]


@pytest.mark.parametrize("seed", FURNITURE)
def test_every_other_line_is_kept_as_written(seeds: dict[str, Article], seed: str) -> None:
    [path] = (ROOT / "seeds").glob(f"{seed}_*.txt")
    written = [line.strip() for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    kept = [line for line in written if line not in FURNITURE[seed] and "<!-- -->" not in line]
    assert seeds[seed].text.split("\n") == kept


@pytest.mark.parametrize("seed", KNOWN)
def test_title_publisher_and_date(seeds: dict[str, Article], seed: str) -> None:
    article = seeds[seed]
    assert (article.title, article.publisher, article.published) == KNOWN[seed]


def test_an_inferred_year_says_so(seeds: dict[str, Article]) -> None:
    assert seeds["002"].notes == ("année 2015 déduite : le texte dit « vendredi » et cite 2014",)


def test_keys_are_paths_from_the_root(seeds: dict[str, Article]) -> None:
    assert seeds["000"].key == "seeds/000_7a3cec500d63694f.txt"
