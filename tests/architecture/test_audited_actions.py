"""Every verb that writes leaves an entry in the audit trail, or says here why it need not."""

import ast
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("pmo/core/actions", "projects/actions", "portfolio/actions", "reporting/actions")
WRITES = frozenset(
    {"save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
    | {"add", "remove", "set"}
)
RECORDS = frozenset({"record", "record_all", "entry"})

#: Verbs without an entry of their own: what they write is no business data, or is the record itself.
WITHOUT = {
    "advance_job": "a job is the record of itself",
    "fail_job": "a job is the record of itself",
    "finish_job": "a job is the record of itself",
    "queue_job": "a job is the record of itself",
    "start_job": "a job is the record of itself",
    "beat_job": "a job is the record of itself",
    "requeue_lost": "a job is the record of itself",
    "requeue_lost_imports": "a job is the record of itself; what it then imports has its entries",
    "prune_sessions": "takes away sessions that were over",
    "prune_deliveries": "takes old lines out of the log of deliveries",
    "save_parts": "collects in a ChangeSet, which writes rows and entries together",
    "save_project": "collects in a ChangeSet, which writes rows and entries together",
    "mark_dirty": "a mark says that facts are due; the write that caused it has its entry",
    "mark": "a mark says that facts are due; the write that caused it has its entry",
    "together": "locks, and marks in the end what was written with entries",
    "lock_facts": "takes a lock, writes nothing",
    "recompute_facts": "facts are computed from what has entries",
    "store_facts": "facts are computed from what has entries",
    "write_facts": "facts are computed from what has entries",
    "correct_snapshots": "each version of a snapshot is kept, with its reason",
    "take_snapshots": "a copy of facts, kept once a month",
}


@dataclass
class Function:
    place: str
    public: bool
    writes: bool
    records: bool
    calls: set[str]


@cache
def functions() -> dict[str, list[Function]]:
    """The functions of every actions room by name; names are rarely shared, and then all are looked at."""
    found = defaultdict(list)
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            tree = ast.parse(path.read_text())
            for node in tree.body:
                if isinstance(node, ast.FunctionDef):
                    found[node.name].append(_read(node, f"{path.relative_to(ROOT)}:{node.name}", _modules(tree)))
                elif isinstance(node, ast.ClassDef):
                    for method in node.body:
                        if isinstance(method, ast.FunctionDef):
                            place = f"{path.relative_to(ROOT)}:{node.name}.{method.name}"
                            found[node.name].append(_read(method, place, _modules(tree), public=False))
    return found


def _modules(tree: ast.Module) -> set[str]:
    """Names that this file gives to modules of actions."""
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and (node.module or "")[-7:] == "actions"]
    return {alias.asname or alias.name for node in imports for alias in node.names}


def _read(node: ast.FunctionDef, place: str, modules: set[str], *, public: bool = True) -> Function:
    writes, records, calls = False, False, set()
    for each in ast.walk(node):
        if not isinstance(each, ast.Call):
            continue
        called = each.func
        if isinstance(called, ast.Name):
            calls.add(called.id)
        elif isinstance(called, ast.Attribute):
            owner = called.value.id if isinstance(called.value, ast.Name) else ""
            records |= owner == "audit" and called.attr in RECORDS
            if owner in modules:
                calls.add(called.attr)
            elif owner != "audit":
                writes |= called.attr in WRITES and not _on_a_plain_set(each, owner)
    return Function(place, public and not node.name.startswith("_"), writes, records, calls)


def _on_a_plain_set(call: ast.Call, owner: str) -> bool:
    """``ids.update(…)``, ``seen.add(…)``: a method of a local collection, told by its plain lower-case name."""
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    return method in ("add", "update", "remove", "set") and owner.islower() and not call.keywords


def reaches(name: str, what: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether the function, or one it calls in these rooms, writes or records."""
    if name in seen:
        return False
    here = functions().get(name, [])
    return any(getattr(each, what) for each in here) or any(
        reaches(called, what, seen | {name}) for each in here for called in each.calls
    )


def test_every_public_verb_that_writes_leaves_an_entry() -> None:
    without = {
        each.place
        for name, places in functions().items()
        for each in places
        if each.public and name not in WITHOUT and reaches(name, "writes") and not reaches(name, "records")
    }
    assert without == set()


def test_no_reason_is_left_over() -> None:
    """A verb that has its entry by now, or is gone, needs no excuse."""
    needless = {name for name in WITHOUT if name not in functions() or reaches(name, "records")}
    assert needless == set()
