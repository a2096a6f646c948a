"""An import contract of our own: which rooms of a lower app are open to another app."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """From one app into another, only the rooms named as doors may be imported directly.

    The list is of what is allowed, so a room invented later is closed until somebody opens it.
    """

    type_name = "doors"

    apps = fields.ListField(subfield=fields.StringField())
    doors = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        trespasses = [
            line
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._trespasses(importer, imported)
            for line in _lines(graph, importer, imported)
        ]
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["trespasses"]:
            output.print_error(line, bold=False)
        output.new_line()

    def _trespasses(self, importer: str, imported: str) -> bool:
        home, (app, *rooms) = importer.split(".")[0], imported.split(".")
        apps: Any = self.apps
        doors: Any = self.doors
        if app == home or app not in apps or home not in apps:
            return False
        return not rooms or rooms[0] not in doors


def _lines(graph: ImportGraph, importer: str, imported: str) -> list[str]:
    details = graph.get_import_details(importer=importer, imported=imported)
    return [f"{d['importer']} -> {d['imported']} (l.{d['line_number']}): {d['line_contents']}" for d in details]
