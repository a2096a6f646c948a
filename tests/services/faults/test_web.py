"""The web processes are asked to end, as by every upgrade: who has been let in is served to the end."""

import signal
import threading
import time

from tests.services.faults.stack import Stack
from tests.services.faults.visitor import Answer
from tests.services.processes import wait_until

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%%projects_project%%'"
IN_FLIGHT = 4  # two processes of four threads serve as many, and one for the next visitor


def test_requests_in_flight_are_finished_after_the_call_to_end(stack: Stack) -> None:
    seeded = stack.inside("seed", projects=IN_FLIGHT, sessions=IN_FLIGHT)
    answers: list[Answer] = []

    def save(session: str, code: str) -> None:
        fields = {"posting_date": "2026-01-15", "document": f"D-{code}", "amount": "5", "currency": "EUR"}
        path = f"/projects/{code}/money/actuals/new/"
        answers.append(stack.visitor(session).post(path, {**fields, "cost_type": "opex"}))

    with stack.running("web", supervised=False) as vigie:
        web = vigie["web"]
        threads = [
            threading.Thread(target=save, args=pair) for pair in zip(seeded["sessions"], seeded["codes"], strict=True)
        ]
        with stack.postgres.connect() as connection, connection.cursor() as cursor:
            connection.autocommit = False
            cursor.execute("SELECT 1 FROM projects_project FOR UPDATE")
            for thread in threads:
                thread.start()
            wait_until(lambda: stack.postgres.ask(WAITING)[0][0] == IN_FLIGHT, what="the saves waiting")
            web.send(signal.SIGTERM)
            time.sleep(2)
            assert (web.alive, answers) == (True, [])
            connection.rollback()
        for thread in threads:
            thread.join()
        wait_until(lambda: not web.alive, what="the web processes ending")
        assert web.process
        assert web.process.returncode == 0
    assert [answer.saved for answer in answers] == [True] * IN_FLIGHT
    stored = stack.postgres.ask("SELECT document FROM projects_actualcost ORDER BY document")
    assert stored == [(f"D-{code}",) for code in seeded["codes"]]
