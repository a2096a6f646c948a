"""Serves `vendor/plotly.min.js` from the plotly wheel, and nothing else of it: no copy to keep, no CDN."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PUBLIC_PATH = "vendor/plotly.min.js"


def _package_data() -> Path:
    spec = find_spec("plotly")  # found, not imported: the package takes a while to load
    if spec is None or spec.origin is None:
        raise FileNotFoundError("The plotly package is not installed")
    return Path(spec.origin).parent / "package_data"


class _PlotlyStorage(FileSystemStorage):
    """The wheel's folder, in which only the one script answers."""

    prefix = "vendor"

    def path(self, name: str) -> str:
        return str(_package_data() / "plotly.min.js")


class PlotlyFinder(BaseFinder):
    """Finds one file."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(_package_data() / "plotly.min.js")] if path == PUBLIC_PATH else []
        return found[0] if found and not find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        yield "plotly.min.js", _PlotlyStorage(location=str(_package_data()))
