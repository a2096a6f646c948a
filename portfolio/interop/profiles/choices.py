"""Words for the choices of a project in the generic profile, English and French, as a spreadsheet may hold them."""

HEALTH = {
    "green": "green", "vert": "green", "verte": "green", "soleil": "green",
    "amber": "amber", "orange": "amber", "yellow": "amber", "jaune": "amber", "nuage": "amber",
    "red": "red", "rouge": "red", "orage": "red",
    "grey": "grey", "gray": "grey", "gris": "grey", "brouillard": "grey",
}  # fmt: skip

STATUS = {
    "proposed": "proposed", "propose": "proposed",
    "active": "active", "actif": "active", "en cours": "active", "in progress": "active",
    "on hold": "on_hold", "en pause": "on_hold", "suspendu": "on_hold",
    "stopped": "stopped", "arrete": "stopped",
    "closed": "closed", "clos": "closed", "termine": "closed", "cloture": "closed",
}  # fmt: skip

PHASE = {
    "initiation": "initiation", "cadrage": "initiation",
    "planning": "planning", "planification": "planning",
    "execution": "execution", "realisation": "execution",
    "acceptance": "acceptance", "recette": "acceptance",
    "closure": "closure", "cloture": "closure",
}  # fmt: skip

PRIORITY = {
    "low": "low", "basse": "low", "faible": "low",
    "medium": "medium", "moyenne": "medium", "normal": "medium", "normale": "medium",
    "high": "high", "haute": "high", "elevee": "high",
    "critical": "critical", "critique": "critical",
}  # fmt: skip

METHODOLOGY = {
    "waterfall": "waterfall", "v model": "waterfall", "cycle en v": "waterfall", "cascade": "waterfall",
    "prince2": "prince2", "pmbok": "pmbok", "scrum": "scrum", "kanban": "kanban", "lean": "lean",
    "hybrid": "hybrid", "hybride": "hybrid", "agile": "scrum",
}  # fmt: skip
