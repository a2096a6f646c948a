"""Who may do what through the API to what groups projects and governs them."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.rights.api_rows import amended, anywhere, created, done, objects
from tests.rights.rows import ALL, ANALYSTS, OFFICE, SEE_PLACE, WRITE_PLACE, Row, some
from tests.rights.world import FILE, World

# A run is its uploader's and the administrators'; the one of the world is the analyst's.
OWN_RUN = anywhere(some("analyst administrator"))
EVERYBODY = anywhere(ALL)


def portfolio(world: World, target: str) -> Any:
    return world.portfolios[target]


def programme(world: World, target: str) -> Any:
    return world.programmes[target]


def thresholds(world: World, target: str) -> Any:
    return world.things["thresholds"]


def profile(world: World, target: str) -> Any:
    return world.things["profile"]


def run(world: World, target: str) -> Any:
    return world.things["run"]


def rename(world: World, target: str) -> dict[str, Any]:
    return {"name": "Written"}


def new_under(word: str) -> Any:
    return lambda world, target: {"code": "NEW", "name": "New", word: target}


def upload(world: World, target: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("a.csv", FILE), "profile": "generic"}


PORTFOLIO: list[Row] = [
    *objects("portfolio", portfolio, reads=SEE_PLACE, sees=SEE_PLACE),
    amended("portfolio", portfolio, WRITE_PLACE, rename, sees=SEE_PLACE),
    created("portfolio", WRITE_PLACE, new_under("parent"), sees=SEE_PLACE),
    *objects("programme", programme, reads=SEE_PLACE, sees=SEE_PLACE),
    amended("programme", programme, WRITE_PLACE, rename, sees=SEE_PLACE),
    created("programme", WRITE_PLACE, new_under("portfolio"), sees=SEE_PLACE),
    *objects("threshold-set", thresholds, reads=EVERYBODY, sees=EVERYBODY),
    amended("threshold-set", thresholds, anywhere(OFFICE), rename, sees=EVERYBODY),
    created("threshold-set", anywhere(OFFICE), rename, sees=EVERYBODY),
    *objects("import-profile", profile, reads=anywhere(ANALYSTS), sees=anywhere(ANALYSTS)),
    *objects("import", run, reads=OWN_RUN, sees=OWN_RUN),
    created("import", anywhere(ANALYSTS), upload, sees=EVERYBODY),
    done("import-check", run, OWN_RUN, sees=OWN_RUN, done=202),
    done("import-apply", run, OWN_RUN, sees=OWN_RUN, done=202),
    Row("GET", "api:import-rejections", OWN_RUN, OWN_RUN, args=lambda world, target: [run(world, target).uuid]),
]
