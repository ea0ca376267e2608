"""The whole table: ``python tests/bench/table.py 5000 50000 385000 [--folder F]``; for the naive Dash page, ``uv run --with dash``.

Makes a file of each size, brings it in by the product's own import, and measures each row of the table in
processes of their own, one at a time. Nothing else may run on the machine meanwhile.
"""

import argparse
import importlib.util
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
MOST_NAIVE = 500_000  # rows; of 385,000 a page that sends them all takes 7 GB
COMMAND = [sys.executable, "-c", "from components.cli.main import main; main()"]


def spent(command, **environment):
    """Seconds and MB at most of a command and what it starts."""
    began = time.perf_counter()
    running = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # fmt: skip
    said = running.stderr.read().decode()
    _, status, usage = os.wait4(running.pid, 0)
    if status:
        raise SystemExit(f"{command}: {said[-2000:]}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def measured(name, store, file):
    done = subprocess.run([sys.executable, str(HERE / "measures.py"), name, str(store), str(file)], cwd=ROOT, capture_output=True, text=True)  # fmt: skip
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["killed"])[-1]
        return {f"{name} failed": why, "MB": 0}
    found = json.loads(done.stdout.strip().splitlines()[-1])
    print(name, store, json.dumps(found), file=sys.stderr, flush=True)
    return found


def of_size(count, folder):
    file, store = folder / f"GEDEvent_v25_1_{count}.csv", folder / f"store-{count}"
    if not file.exists():
        subprocess.run([sys.executable, str(HERE / "generate.py"), str(count), str(file)], check=True, cwd=ROOT)  # fmt: skip
    shutil.rmtree(store, ignore_errors=True)
    seconds, most = spent([*COMMAND, "import", str(file), "--source", "ucdp"], CASUALTY_STORE=str(store))  # fmt: skip
    rows = {"file, MB": file.stat().st_size / 2**20, "import": seconds, "import, MB": most}
    print(json.dumps(rows), file=sys.stderr, flush=True)
    made = measured("start", store, file)
    again = [measured("start", store, file) for _ in range(3)]
    rows |= {"made ready once": made.get("start"), "made ready, MB": made["MB"]}
    rows |= {
        "start": statistics.median(one.get("start", math.nan) for one in again),
        "start, MB": again[0]["MB"],
    }
    others = ["naive", *(["dash"] if importlib.util.find_spec("dash") else [])]
    for name in ("counting", "pages", *(others if count <= MOST_NAIVE else [])):
        found = measured(name, store, file)
        rows |= {key if key != "MB" else f"{name}, MB": value for key, value in found.items()}
    return rows


def bundled():
    """The command line on the bundled record, beside what loading pandas takes: medians of five, interleaved."""
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "import pandas": [sys.executable, "-c", "import pandas"],
            "--help": [*COMMAND, "--help"],
            "figures": [*COMMAND, "figures"],
            "pack, all formats": [*COMMAND, "brief", "--from", "2019-07-01", "--to", "2019-07-31", "--out", f"{folder}/pack"],
        }  # fmt: skip
        told = {name: [] for name in commands}
        for turn in range(5):
            for name, command in commands.items():
                if name == "pack, all formats" and turn:
                    continue
                told[name].append(spent(command, CASUALTY_STORE=f"{folder}/none")[0])
        return {name: statistics.median(times) for name, times in told.items()} | {
            f"rerun, {name}": value
            for name, value in measured("pages", f"{folder}/none", "none").items()
        }


def written(value):
    if not isinstance(value, float):
        return f"{value:,}" if isinstance(value, int) else str(value)
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--folder", type=Path, help="where files and stores stay; else they go")
    asked = parser.parse_args()
    print(f"{os.cpu_count()} processors, Python {platform.python_version()}, {platform.machine()}\n")  # fmt: skip
    for name, value in bundled().items():
        print(f"| {name} | {written(value)} |")
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(exist_ok=True)
        columns = {}
        for size in asked.sizes:
            columns[size] = of_size(size, folder)
    names = dict.fromkeys(name for rows in columns.values() for name in rows)
    print(f"\n| | {' | '.join(f'{size:,}' for size in columns)} |\n|---|{'---|' * len(columns)}")
    for name in names:
        print(f"| {name} | {' | '.join(written(rows.get(name, '')) for rows in columns.values())} |")  # fmt: skip


if __name__ == "__main__":
    main()
