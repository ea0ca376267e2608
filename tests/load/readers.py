"""Readers over the real websocket, to loopback only: ``python tests/load/readers.py PORT --readers 25 --seconds 60``.

Raw clients without a browser: each asks for a page with a choice, waits until the script has finished, thinks, and
asks for another. What it prints: first loads at once, then changes, as median and 95th percentile in seconds.
"""

import argparse
import asyncio
import json
import random
import statistics
import time
from urllib.parse import urlencode

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

MOST_READERS, MOST_SECONDS = 200, 1800
PAGES = ("", "map", "trends", "actors", "incidents", "coverage")
SPANS = [("2019-04-04", "2020-06-04"), ("2014-07-13", "2014-08-31"), ("2016-01-01", "2018-12-31"), ("2011-02-15", "2011-10-31"), ("2020-01-01", "2024-12-31")]  # fmt: skip
SIDES = ({}, {}, {"side": "lna"}, {"side": "gna"}, {"claims": "uncontested"})


def choice(chance, dataset):
    """A page and an address as a reader may ask for them."""
    first, last = chance.choice(SPANS)
    picked = {"from": first, "to": last, **chance.choice(SIDES)}
    if dataset:
        picked["dataset"] = dataset
    return chance.choice(PAGES), urlencode(picked)


async def ask(socket, page, query):
    """Ask for a page; seconds until its script has finished, bytes that came, and whether it failed."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = page
    began, size, failed = time.perf_counter(), 0, False
    await socket.send(message.SerializeToString())
    while True:
        content = await asyncio.wait_for(socket.recv(), 120)
        size += len(content)
        found = ForwardMsg()
        found.ParseFromString(content)
        if found.WhichOneof("type") == "delta" and found.delta.new_element.WhichOneof("type") == "exception":  # fmt: skip
            failed = True
        if found.WhichOneof("type") == "script_finished":
            return time.perf_counter() - began, size, failed


async def reader(number, given, started, told):
    """One reader: a first load with all others at once, then a change every few seconds."""
    chance = random.Random(given.seed * 1000 + number)
    headers = {"Cookie": f"casualty_reader=load{number}"}
    address = f"ws://127.0.0.1:{given.port}/_stcore/stream"
    async with websockets.connect(address, subprotocols=["streamlit"], additional_headers=headers, max_size=None) as socket:  # fmt: skip
        told["first"].append(await ask(socket, *choice(chance, given.dataset)))
        await asyncio.sleep(chance.uniform(0, given.every))
        while time.perf_counter() - started < given.seconds:
            asked = time.perf_counter()
            told["change"].append(await ask(socket, *choice(chance, given.dataset)))
            await asyncio.sleep(max(given.every - (time.perf_counter() - asked), 0))


async def everybody(given):
    told = {"first": [], "change": []}
    started = time.perf_counter()
    ended = await asyncio.gather(
        *(reader(n, given, started, told) for n in range(given.readers)), return_exceptions=True
    )
    broken = [one for one in ended if isinstance(one, BaseException)]
    return told, broken


def said(asked):
    seconds = sorted(one for one, _, _ in asked)
    return {
        "count": len(seconds),
        "p50_s": round(statistics.median(seconds), 3),
        "p95_s": round(seconds[int(0.95 * (len(seconds) - 1))], 3),
        "most_s": round(seconds[-1], 3),
        "kb": round(statistics.median(size for _, size, _ in asked) / 1000),
        "failed": sum(failed for *_, failed in asked),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("--readers", type=int, default=25)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--every", type=float, default=10, help="seconds between two changes")
    parser.add_argument("--dataset", default="")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.readers > MOST_READERS or given.seconds > MOST_SECONDS:
        parser.error(f"at most {MOST_READERS} readers and {MOST_SECONDS} seconds")
    told, broken = asyncio.run(everybody(given))
    found = {name: said(asked) for name, asked in told.items() if asked}
    print(json.dumps({"readers": given.readers, **found, "broken": [repr(one)[:120] for one in broken[:3]], "broken_readers": len(broken)}, indent=1))  # fmt: skip


if __name__ == "__main__":
    main()
