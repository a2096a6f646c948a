"""The group, its portfolios, and its people."""

from typing import NamedTuple

GROUP = "Groupe Rivelaine"


class PortfolioStory(NamedTuple):
    code: str
    name: str
    about: str
    parent: str
    owner: str
    thresholds: str


class PersonStory(NamedTuple):
    """``role`` is held on ``portfolio``, else on the whole organisation; managers hold theirs by project."""

    username: str
    first_name: str
    last_name: str
    job_title: str
    language: str
    role: str = ""
    portfolio: str = ""


STANDARD = "Seuils du groupe / Group standard"
STRICT = "Seuils renforcés / Public funding"

PORTFOLIOS = (
    PortfolioStory(
        "IND",
        "Industrie et énergie",
        "Sites de production, énergie et outil industriel du groupe.",
        "",
        "claire",
        STANDARD,
    ),
    PortfolioStory(
        "INT",
        "International operations",
        "Plants and service contracts in North America and the United Kingdom.",
        "IND",
        "james",
        "",
    ),
    PortfolioStory(
        "INF",
        "Infrastructures et mobilités",
        "Réseaux, ouvrages et transports confiés au groupe par les collectivités, en partie sur fonds publics.",
        "",
        "claire",
        STRICT,
    ),
    PortfolioStory(
        "NUM",
        "Digital, data & sécurité",
        "The information systems of the group: finance, data and the security of both.",
        "",
        "sofia",
        STANDARD,
    ),
)

PERSONAS = (
    PersonStory("claire", "Claire", "Delmas", "Directrice générale adjointe", "fr", "executive"),
    PersonStory("james", "James", "Whitfield", "VP International, sponsor", "en", "executive", "INT"),
    PersonStory("sofia", "Sofia", "Lindqvist", "Head of the PMO", "en", "pmo_manager"),
    PersonStory("karim", "Karim", "Haddad", "Analyste PMO", "fr", "pmo_analyst"),
    PersonStory("elena", "Elena", "Markovic", "Senior project manager", "en"),
    PersonStory("thomas", "Thomas", "Garnier", "Chef de projet", "fr"),
    PersonStory("lucie", "Lucie", "Perrin", "Ingénieure d’études", "fr"),
    PersonStory("admin", "Alex", "Morin", "Administration de Vigie", "en", "administrator"),
)

MANAGERS = (
    PersonStory("nadia", "Nadia", "Belkacem", "Directrice de projet", "fr"),
    PersonStory("hugo", "Hugo", "Lemaire", "Chef de projet travaux", "fr"),
    PersonStory("camille", "Camille", "Roussel", "Cheffe de projet", "fr"),
    PersonStory("yann", "Yann", "Le Goff", "Chef de projet sécurité", "fr"),
    PersonStory("oliver", "Oliver", "Grant", "Project manager", "en"),
    PersonStory("priya", "Priya", "Raman", "Delivery lead, data", "en"),
    PersonStory("megan", "Megan", "Doyle", "Programme manager, UK", "en"),
    PersonStory("daniel", "Daniel", "Ortiz", "Project director, North America", "en"),
)

TEAM = (("lucie", ("DEC-02", "MOB-04")),)
"""Team members and the projects they work on."""
