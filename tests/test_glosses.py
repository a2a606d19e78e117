"""Glosses found in real and made-up French sentences, and what is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary.model import Findings, Gloss

Find = Callable[[str], Findings]

# The sentences are ours unless a source is named.
FOUND = {
    "restated, with a name in it": (
        "Le traité prévoit « une transition énergétique », autrement dit un départ de Jean al-Khoury.",
        "transition énergétique",
        "un départ de Jean al-Khoury",
        "paraphrase",
    ),
    "short, with a clause that explains": (
        "Ici, on utilise un davier, c'est-à-dire une pince qui arrache.",
        "davier",
        "une pince qui arrache",
        "definition",
    ),
    "four notions": (
        "Il pratique la balnéothérapie, c'est-à-dire le traitement de douleurs chroniques par des bains chauds.",
        "balnéothérapie",
        "le traitement de douleurs chroniques par des bains chauds",
        "definition",
    ),
    "seed-000, AFP": (
        'Dans le jargon de la Défense, on utilise le terme anglais de "deconfliction", qui peut se traduire en '
        "français par l'échange d'informations pour éviter un incident entre aéronefs de deux pays différents "
        "intervenant sur un même théâtre militaire.",
        "deconfliction",
        "échange d'informations pour éviter un incident entre aéronefs de deux pays différents intervenant sur un même "
        "théâtre militaire",
        "translation",
    ),
    "seed-001, AFP": (
        "Les Américains emploient le mot de « deconfliction » pour décrire le contenu des discussions que vont avoir "
        "militaires américains et russes sur la Syrie.",
        "deconfliction",
        "le contenu des discussions que vont avoir militaires américains et russes sur la Syrie",
        None,
    ),
    "foreign in brackets": (
        "Les réseaux de neurones profonds (deep learning) ont besoin de données.",
        "deep learning",
        "réseaux de neurones profonds",
        "translation",
    ),
    "French in brackets": (
        "Le prix récompense un « whistleblower » (lanceur d'alerte) de la finance.",
        "whistleblower",
        "lanceur d'alerte",
        "translation",
    ),
    "short form in brackets": (
        "L'Organisation pour la sécurité et la coopération en Europe (OSCE) enverra des observateurs.",
        "OSCE",
        "Organisation pour la sécurité et la coopération en Europe",
        "acronym",
    ),
    "long form in brackets": (
        "Le SLA (service-level agreement) fixe la disponibilité.",
        "SLA",
        "service-level agreement",
        "acronym",
    ),
    "short form of a foreign equivalent": (
        "On soigne d'abord l'interface utilisateur (UI) du service.",
        "UI",
        "interface utilisateur",
        "acronym",
    ),
    "chain": (
        "On utilise la déformation temporelle dynamique (DTW pour Dynamic Time Warping).",
        "Dynamic Time Warping",
        "déformation temporelle dynamique",
        "translation",
    ),
    "in English": (
        "Les pêcheurs posent des sennes tournantes (« purse seines » en anglais) au large.",
        "purse seines",
        "sennes tournantes",
        "translation",
    ),
    "demonstrative in apposition": (
        "Les « go fast », ces convois de drogue à grande vitesse, traversent la région.",
        "go fast",
        "ces convois de drogue à grande vitesse",
        "definition",
    ),
    "kind and difference of a foreign term": (
        "Les antivols sont neutralisés par mouse-jacking, une méthode de piratage électronique du véhicule.",
        "mouse-jacking",
        "une méthode de piratage électronique du véhicule",
        "definition",
    ),
    "rare French term": (
        "La solastalgie est une forme de détresse causée par la dégradation de son environnement.",
        "solastalgie",
        "une forme de détresse causée par la dégradation de son environnement",
        "definition",
    ),
    "what foreigners call it": (
        "Les Japonais appellent « tsundoku » le fait d'accumuler des livres sans les lire.",
        "tsundoku",
        "le fait d'accumuler des livres sans les lire",
        "definition",
    ),
    "dashes around it": (
        "Le « revenge porn » – la diffusion d'images intimes sans consentement – est puni.",
        "revenge porn",
        "la diffusion d'images intimes sans consentement",
        None,
    ),
    "word that the tagger takes for an adverb": (
        "Le thon albacore, également appelé « thon à nageoires jaunes », est menacé.",
        "thon à nageoires jaunes",
        "thon albacore",
        "paraphrase",
    ),
    "law with its date": (
        "La loi du 1er juillet 1901, dite « loi Waldeck », protège les associations.",
        "loi Waldeck",
        "loi du 1er juillet 1901",
        "paraphrase",
    ),
    "one word after a plain cue": (
        "La banque a subi un « bank run », autrement dit une panique.",
        "bank run",
        "une panique",
        "translation",
    ),
    "apposition that goes on after a comma": (
        "Il défend le « smart contract », un protocole destiné à encadrer un échange, puis à exécuter l'accord.",
        "smart contract",
        "un protocole destiné à encadrer un échange, puis à exécuter l'accord",
        "definition",
    ),
    "name in a quoted clause": (
        "Le locataire répète « Je refuse la taxe sur les logements vacants » (TLV) à qui veut l'entendre.",
        "TLV",
        "taxe sur les logements vacants",
        "acronym",
    ),
    "short form of a hyphenated word": (
        "La Direction nationale anti-corruption (DNA) a ouvert une enquête.",
        "DNA",
        "Direction nationale anti-corruption",
        "acronym",
    ),
    "two translations of a foreign word": (
        "La page montre les « trending topics » (« sujets tendance » ou « sujets qui montent »).",
        "trending topics",
        "sujets tendance",
        "translation",
    ),
    "law that its name takes up": (
        "La loi sur la sécurité du quotidien, dite « loi anti-casseurs », est votée.",
        "loi anti-casseurs",
        "loi sur la sécurité du quotidien",
        "paraphrase",
    ),
    "noun with an adjective that English has too": (
        "La cirrhose primitive, autrement dit une cirrhose sans cause connue, est rare.",
        "cirrhose primitive",
        "une cirrhose sans cause connue",
        None,
    ),
    "short form of a name inside a phrase": (
        "Il annonce la fin du financement de la Mission de l'Union africaine en Somalie (AMISOM) en mai.",
        "AMISOM",
        "Mission de l'Union africaine en Somalie",
        "acronym",
    ),
    "short form of a name in another language": (
        "L'attentat est revendiqué par les Faucons de la liberté du Kurdistan (TAK).",
        "TAK",
        "Faucons de la liberté du Kurdistan",
        "acronym",
    ),
    "apposition without an article": (
        "Les « bodycams », caméras portées par les policiers, seront généralisées.",
        "bodycams",
        "caméras portées par les policiers",
        None,
    ),
    "adjective that the tagger takes for a verb": (
        "On critique le « gerrymandering », le découpage partisan des circonscriptions.",
        "gerrymandering",
        "le découpage partisan des circonscriptions",
        None,
    ),
    "short form of a mentioned word": (
        "Le sigle MRE désigne les Marocains résidant à l'étranger.",
        "MRE",
        "Marocains résidant à l'étranger",
        "acronym",
    ),
}

NO_GLOSS = {
    "place": "Le groupe possède une usine à Fos-sur-Mer (Bouches-du-Rhône).",
    "date": "La bataille de Verdun (1916) a duré dix mois.",
    "party": "La députée Anne Martin (PS) a voté contre.",
    "list": "Il joue de plusieurs instruments (violon, alto, contrebasse).",
    "quantity": "Le chantier a coûté 446 millions d'euros, soit le double du devis.",
    "role": "Ashton Carter, le patron du Pentagone, a rencontré la presse.",
    "predicate": "Le protectionnisme est une impasse.",
    "moment": "La cérémonie commence à l'aube, c'est-à-dire à partir de cinq heures.",
    "instances": "Trois pays sont concernés, à savoir la France, l'Italie et l'Espagne.",
    "participle of another noun": "Elle a, au terme d'une longue marche, appelé « Stop béton » à se mobiliser.",
    "remark about a word": "Le « YOLO », sigle employé par les lycéens, fait débat.",
    "clause after a comma": "Face au « big data », ces outils ont un avantage.",
    "digits between short forms": "L'UE – principale cliente – hésite, la BCE – 20 membres – aussi.",
    "what one hears": "Par chance, on entend encore le clocher sonner.",
    "object and its description": "La voiture, une citadine grise, a été retrouvée brûlée.",
    "network named": "Elle a publié la vidéo sur Snapchat, un réseau prisé des adolescents.",
    "word of both languages": "L'avantage peut profiter à un tiers (parent), à un proche ou à une société.",
    "choices in a bracket": "Il réunit des agents publics (administrateurs ou autres fonctionnaires) et des juges.",
    "instances, some of them foreign": "Elles respectent l'ordre juridique du pays (trusts, fiducies, holdings...).",
    "instances, the first foreign": "Il a travaillé dans la finance (trading, audit, conseil) pendant dix ans.",
    "instances after a shared word": "L'aide va au développement social (industrie, agriculture, emploi).",
    "short forms as instances": "La loi punit les fraudes commises par les dirigeants de sociétés (SA, SARL, SAS).",
    "number of a regulation": "La Commission a fixé les dispositions d'application du règlement (CEE) n° 2913/92.",
    "place in a law": "Le client est une « personne exposée » au sens de l'article L. 561-10 du code monétaire.",
    "judgement": "Le détournement est une notion difficile à cerner.",
    "task": "La difficulté consiste donc à trouver le bon critère.",
    "some of a kind": "Les fonds sont placés dans des zones dites « off-shore », ce qui rend leur contrôle difficile.",
    "participle of another number": "Il vise des personnes morales étrangères, dite « loi de blocage », depuis 1968.",
    "instances after a word of both languages": "Un public multinational (Afrique du Sud, Chine, Inde et Brésil).",
    "choices after a word of both languages": "Il a ordonné des investigations (enquête ou information judiciaire).",
    "purpose in a bracket": "Sans tomber dans l'angélisme (certains ont triché pour s'enrichir), il pardonne.",
    "short form with too many letters": "Il a saisi le Conseil de l'Europe (GRECO) et les groupes de travail.",
    "short forms beside a kind": "Elle a coopéré avec les organisations internationales (OCDE, GRECO) et les ONG.",
    "consequence": "Le scandale entraîne une réaction des clients, qui peut se traduire par une baisse des ventes.",
    "part of a long name": "Le Conseil de l'économie, de l'industrie, de l'énergie et du climat (CGE) siège.",
    "instances of a kind": "Les atteintes sont surveillées dans la pathologie hépatique (ictère, ascite, albuminémie).",
    "origin of a name": "Il étudie les petits vaisseaux (d'où le terme de vascularite employé par les médecins).",
    "condition": "Lorsque l'objet saisi est un véhicule qui n'a pas été réclamé, il est vendu aux enchères.",
    "variable": "La courbe dépend de la proportion (y) et du montant moyen (b) du prêt.",
    "for whom": "La faiblesse des sanctions (750 000 euros pour les personnes morales) étonne.",
    "law's own words": "Il contrôle les représentants au sens de la présente loi, sans délai.",
    "remark in a bracket": "Il paie la taxe (le fait que cette décision ait été renouvelée est indifférent).",
    "how often": "La somme que l'investisseur reçoit chaque année est appelée coupon.",
    "adverbial before a verb": "De manière générale, c'est la branche commerciale qui est la plus mise à contribution.",
    "quoted speech": "Le ministre a parlé d'une « faute » et promis une enquête.",
}


@pytest.mark.parametrize(("text", "term", "gloss", "kind"), FOUND.values(), ids=FOUND.keys())
def test_gloss_is_found(find: Find, text: str, term: str, gloss: str, kind: str | None) -> None:
    glosses = find(text).glosses
    pairs = {(g.term, g.gloss): g for g in glosses}
    assert (term, gloss) in pairs, f"found {list(pairs)}"
    assert kind in (None, pairs[term, gloss].kind)


@pytest.mark.parametrize("text", NO_GLOSS.values(), ids=NO_GLOSS.keys())
def test_what_is_no_gloss(find: Find, text: str) -> None:
    assert [(g.term, g.gloss, g.rule) for g in find(text).glosses] == []


def assert_exact(text: str, glosses: tuple[Gloss, ...]) -> None:
    for g in glosses:
        assert text[g.term_start : g.term_end] == g.term
        assert text[g.gloss_start : g.gloss_end] == g.gloss
        assert g.term.strip()
        assert g.gloss.strip()
        assert 0 <= g.confidence <= 1
        assert g.rule


PIECES = st.sampled_from(
    [
        *'()«»[],’-—1%.:…😀éשל"\n\u0301\u200b\u2028\x0b',
        *("ou", "pour", "soit", "le", "la", "EI", "ONG", "est", "un", "désigne", "appelé", "réseau"),
        *("c'est-à-dire", "deep learning", "on entend par", "en anglais", "données"),
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=120))
def test_offsets_are_exact_in_any_text(find: Find, text: str) -> None:
    findings = find(text)
    assert_exact(text, findings.glosses)
    assert all(text[a.start : a.end] == a.text for a in findings.abbreviations)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 20_000 + ")" * 20_000,
        "« " * 10_000,
        "a (b) " * 5_000,
        "le mot, un mot " * 2_000,
        "EI (" * 5_000,
        '"' * 30_000,
        "on entend par … \n",
    ],
    ids=["nested", "unclosed", "pairs", "appositions", "short forms", "quotes", "cue at the end"],
)
def test_hostile_text_is_read(find: Find, text: str) -> None:
    assert_exact(text, find(text).glosses)
