"""Sentences of the reports, in the language of the programme. The latest report has the story's own words."""

from collections.abc import Sequence
from datetime import date
from random import Random

from projects.models import Milestone

TROUBLE = 1.04
"""Final cost over the budget from which the sentences admit a difficulty."""
OUTCOMES = {
    "fr": (
        "Accordé par le comité, sous réserve d’un point d’étape dans deux mois.",
        "Option la moins coûteuse retenue ; le planning est inchangé.",
        "Accordé. Le financement vient de la provision pour aléas.",
    ),
    "en": (
        "Agreed by the board, with a checkpoint in two months.",
        "The cheaper option was chosen; dates do not move.",
        "Agreed. Paid from the contingency.",
    ),
}
EARLY = {
    "fr": (
        "Équipe constituée, rôles et comités fixés avec le commanditaire.",
        "Besoins recueillis auprès des exploitants ; trois points restent à arbitrer.",
        "Premières études remises, estimation confirmée à 5 % près.",
        "Consultation lancée, quatre candidats retenus.",
    ),
    "en": (
        "Team in place; roles and boards agreed with the sponsor.",
        "Needs gathered from operations; three points left to settle.",
        "First studies delivered; estimate confirmed within 5 %.",
        "Tender out, four bidders shortlisted.",
    ),
}
MIDDLE = {
    "fr": (
        "Travaux et livraisons du mois conformes au planning détaillé.",
        "Deux semaines d’essais sur site, réserves mineures.",
        "Revue de planning avec les titulaires : chemin critique inchangé.",
        "Réunion d’avancement avec les utilisateurs ; six remarques, toutes traitées.",
        "Fournitures principales reçues et contrôlées.",
        "Interfaces avec les projets voisins revues, une reste ouverte.",
    ),
    "en": (
        "Works and deliveries of the month as in the detailed schedule.",
        "Two weeks of tests on site, minor findings only.",
        "Schedule review with the contractors: critical path unchanged.",
        "Progress meeting with users; six remarks, all answered.",
        "Main supplies received and inspected.",
        "Interfaces with neighbouring projects reviewed, one left open.",
    ),
}
LATE = {
    "fr": (
        "Essais finaux en cours, liste de réserves tenue à jour avec l’exploitant.",
        "Formation des équipes d’exploitation à moitié faite.",
        "Documentation remise et relue.",
    ),
    "en": (
        "Final tests running; snag list kept with operations.",
        "Half of the operating teams are trained.",
        "Documentation delivered and reviewed.",
    ),
}
TROUBLED = {
    "fr": (
        "Plan de rattrapage présenté au comité ; effets attendus d’ici deux mois.",
        "Ressource clé indisponible trois semaines, remplacement en cours.",
        "Réserves majeures non levées ; le titulaire renforce son équipe.",
        "Reprises à faire sur un lot, sans incidence sur la sécurité.",
        "Estimation revue à la hausse après consultation des titulaires.",
    ),
    "en": (
        "Recovery plan shown to the board; effects expected within two months.",
        "A key person is away for three weeks, cover is being found.",
        "Major findings still open; the contractor reinforces the team.",
        "Rework needed on one lot, no effect on safety.",
        "Estimate raised after the contractors were consulted.",
    ),
}
PASSED = {"fr": "Jalon « {name} » franchi le {day:%d/%m/%Y}.", "en": "Milestone “{name}” reached on {day:%d %b %Y}."}
AHEAD = {
    "fr": "Prochain jalon : « {name} », prévu le {day:%d/%m/%Y}.",
    "en": "Next: “{name}”, expected {day:%d %b %Y}.",
}
LATER = {"fr": " Il était prévu le {day:%d/%m/%Y}.", "en": " It was planned for {day:%d %b %Y}."}
COST = {
    "fr": "Dépensé : {spent} % du budget ; coût final estimé à {final} % du budget.",
    "en": "Spent: {spent} % of the budget; final cost estimated at {final} % of it.",
}
NOTHING_LEFT = {"fr": "Plus aucun jalon à venir.", "en": "No milestone left."}


def outcome(language: str, chance: Random) -> str:
    return chance.choice(OUTCOMES[language])


def achieved(language: str, number: int, done: float, passed: Sequence[Milestone], spent: float, final: float) -> str:
    """What changed in the month: milestones reached, a sentence that suits how far and how well things go, the cost."""
    stage = EARLY if done < 0.25 else TROUBLED if final > TROUBLE else MIDDLE if done < 0.85 else LATE
    sentences = [PASSED[language].format(name=one.name, day=one.reached) for one in passed]
    sentences.append(stage[language][number % len(stage[language])])
    sentences.append(COST[language].format(spent=round(spent * 100), final=round(final * 100)))
    return " ".join(sentences)


def next_steps(language: str, coming: Milestone | None, day: date) -> str:
    """The milestone ahead, and its promise where it has moved."""
    if coming is None or coming.forecast is None:
        return NOTHING_LEFT[language]
    text = AHEAD[language].format(name=coming.name, day=coming.reached or coming.forecast)
    moved = coming.baseline and coming.baseline < (coming.reached or coming.forecast) and coming.baseline > day
    return text + LATER[language].format(day=coming.baseline) if moved else text
