"""Many people edit one thing at once: nobody's edit is lost, and who comes second sees both values."""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

from tests.services.faults.stack import Stack
from tests.services.faults.visitor import Answer, Visitor

PEOPLE, EDITS = 8, 100
STORED = re.compile(r"Stored meanwhile: ([\d,]+(?:\.\d+)?)")
VERSION = re.compile(r'name="version" value="(\d+)"')
AMOUNT = re.compile(r'name="amount" value="([\d.]+)"')


@dataclass
class Editor:
    """Adds 1 to the amount of one line, again and again, from what the person last saw of it."""

    visitor: Visitor
    path: str
    edits: int
    saved: int = 0
    conflicts: int = 0
    wrong: list[str] = field(default_factory=list)

    def work(self) -> None:
        page = self.visitor.get(self.path).text
        version, amount = _found(VERSION, page), _found(AMOUNT, page)
        for _ in range(self.edits):
            typed = amount + 1
            answer = self._save(version, typed)
            if answer.saved:
                self.saved += 1
                version, amount = version + 1, typed
            else:
                version, amount = self._look_again(answer, version, typed)

    def _save(self, version: int, amount: int) -> Answer:
        fields = {"posting_date": "2026-01-15", "document": "D", "cost_type": "opex", "currency": "EUR"}
        return self.visitor.post(self.path, {**fields, "amount": amount, "version": version})

    def _look_again(self, answer: Answer, version: int, typed: int) -> tuple[int, int]:
        """Every refusal must be a conflict that shows the stored value beside the typed one."""
        page = unescape(answer.text)
        shown, newer = STORED.search(page), VERSION.search(page)
        if answer.status != 422 or "Somebody saved this after you opened it." not in page or newer is None:
            self.wrong.append(f"{answer.status}: {page[:300]}")
            return version, typed - 1
        self.conflicts += 1
        if _found(AMOUNT, page) != typed:
            self.wrong.append("what was typed is gone")
        if shown is None:  # what they typed is what the other had stored
            return int(newer.group(1)), typed
        return int(newer.group(1)), int(float(shown.group(1).replace(",", "")))


def test_eight_people_edit_one_line_and_no_edit_is_lost(stack: Stack, figures: Callable[[str], None]) -> None:
    seeded = stack.inside("seed", projects=1, sessions=PEOPLE)
    with stack.running("web"):
        code, first = seeded["codes"][0], stack.visitor(seeded["sessions"][0])
        new = {"posting_date": "2026-01-15", "document": "D", "cost_type": "opex", "currency": "EUR", "amount": 0}
        assert first.post(f"/projects/{code}/money/actuals/new/", new).saved
        uuid = stack.postgres.ask("SELECT uuid FROM projects_actualcost")[0][0]
        path = f"/projects/{code}/money/actuals/{uuid}/edit/"
        editors = [Editor(stack.visitor(session), path, EDITS) for session in seeded["sessions"]]
        threads = [threading.Thread(target=editor.work) for editor in editors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    saved, conflicts = sum(one.saved for one in editors), sum(one.conflicts for one in editors)
    amount, version = stack.postgres.ask("SELECT amount, version FROM projects_actualcost")[0]
    edited = stack.postgres.ask("SELECT count(*) FROM core_auditentry WHERE verb = 'edited'")[0][0]
    figures(f"{PEOPLE} × {EDITS} edits: {saved} saved, {conflicts} conflicts shown; the amount counted {amount:f}")
    assert [fault for one in editors for fault in one.wrong] == []
    assert saved + conflicts == PEOPLE * EDITS
    assert (amount, version, edited) == (saved, saved + 1, saved)


def _found(pattern: re.Pattern[str], page: str) -> int:
    match = pattern.search(page)
    assert match, page[:2000]
    return int(float(match.group(1)))
