"""A process that is killed at any moment loses no act that was kept, and tears none."""

import os
import random
import signal
import time

import pytest
from made_desk import Desk, incident
from made_records import write_record

from data.desk.acts import Act
from data.store.desk import write

KILLS = 200


@pytest.mark.thorough
def test_two_hundred_kills_lose_no_act_and_tear_none(tmp_path, monkeypatch):
    rows = {
        "incidents": [{"incident_id": "a", "report_id": "r0"}],
        "observations": [{"observation_id": "a1", "incident_id": "a", "report_id": "r0", "low": 5, "value": 5, "high": 5}],
        "reports": [{"report_id": "r0"}],
    }  # fmt: skip
    desk = Desk(tmp_path / "store", monkeypatch, write_record(tmp_path / "record", **rows))
    chance = random.Random(7)
    told: list[str] = []
    for kill in range(KILLS):
        read, wrote = os.pipe()
        child = os.fork()
        if not child:
            os.close(read)
            for n in range(1000):
                act = Act("", "remark", "Amal", "", (incident("a"),), f"{kill}-{n}")
                os.write(wrote, f"{write(desk.store, desk.held, act).name}\n".encode())
            os._exit(0)
        os.close(wrote)
        time.sleep(chance.uniform(0.05, 0.7))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(read, "rb") as pipe:
            told += [line.decode() for line in pipe.read().split(b"\n")[:-1]]
    names = [act.name for act in desk.store.ledger.entries().acts()]
    assert len(told) > KILLS / 4
    assert set(told) <= set(names)
    assert len(names) - len(told) <= KILLS  # at most one a kill was kept and not told
    assert desk.store.verify() == {}
    reasons = [act.reason for act in desk.store.ledger.entries().acts()]
    assert len(set(reasons)) == len(reasons)
    assert len(desk.look().record.incidents) == 1
