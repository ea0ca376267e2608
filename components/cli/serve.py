"""The pages served: by one process, or by several behind nginx, each reader by one of them for as long as it lives.

An interpreter computes on one core at a time. What there is to read is mapped by all of the processes and is in
memory once; what one imports the others see at their next view, since each looks at the ledger.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from types import FrameType
from typing import Final

import click

from data.record.kept import PROCESSES_VARIABLE

APP: Final = Path(__file__).parents[2] / "app.py"
STARTS_WITHIN_SECONDS: Final = 900.0  # of millions of rows, the first makes ready what there is
STOPS_WITHIN_SECONDS: Final = 10.0
LOOKS_EVERY_SECONDS: Final = 0.5
COOKIE: Final = "casualty_reader"
# hash on a cookie of its own: nginx without its paid part knows no other way to keep a reader at one process
CONFIG: Final = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
worker_processes 1;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  client_max_body_size 310m;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
  map $cookie_{cookie} $reader {{ default $cookie_{cookie}; '' $request_id; }}
  map $cookie_{cookie} $new_reader {{ default ''; '' "{cookie}=$request_id; Path=/; HttpOnly; SameSite=Lax"; }}
  upstream pages {{
    hash $reader consistent;
    {servers}
  }}
  server {{
    listen {listen};
    location / {{
      proxy_pass http://pages;
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_set_header Host $http_host;
      proxy_connect_timeout 2s;
      proxy_next_upstream error timeout http_502;
      proxy_read_timeout 1d;
      proxy_send_timeout 1d;
      proxy_buffering off;
      add_header Set-Cookie $new_reader always;
    }}
  }}
}}
"""


@click.command()
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="how many serve")  # fmt: skip
@click.option("--port", type=click.IntRange(1, 65_535), default=8501, show_default=True)
@click.option("--address", default="127.0.0.1", show_default=True, help="where it listens")
def run(processes: int, port: int, address: str) -> None:
    """Serve the pages, by several processes behind nginx where many read at once."""
    proxy = shutil.which("nginx")
    if processes > 1 and proxy is None:
        click.echo("casualty-monitor: note: nginx is not installed, so that one process serves; its package is called nginx.", err=True)  # fmt: skip
        processes = 1
    if processes == 1:
        sys.exit(subprocess.run(_command(address, port), cwd=APP.parent, check=False).returncode)
    with tempfile.TemporaryDirectory() as folder:
        _together(str(proxy), processes, f"{address}:{port}", Path(folder))


def config_of(ports: list[int], listen: str, folder: Path) -> str:
    """What nginx is told.

    Args:
        ports: of the processes, on loopback.
        listen: address and port at which readers come.
        folder: for its own files.
    """
    servers = "\n    ".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in ports)  # fmt: skip
    return CONFIG.format(folder=folder, servers=servers, listen=listen, cookie=COOKIE)


def _command(address: str, port: int) -> list[str]:
    settings = {
        "server.address": address,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
    }
    given = [part for name, value in settings.items() for part in (f"--{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", str(APP), *given]


def _together(proxy: str, processes: int, listen: str, folder: Path) -> None:
    ports = _free_ports(processes)
    serving = {port: _started(port, processes) for port in ports}
    everyone: list[subprocess.Popen] = []

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    try:
        _wait_for(ports, serving)
        told = folder / "nginx.conf"
        told.write_text(config_of(ports, listen, folder))
        gate = subprocess.Popen([proxy, "-c", str(told), "-p", str(folder)])
        everyone.append(gate)
        click.echo(f"casualty-monitor: http://{listen} is served by {processes} processes.", err=True)  # fmt: skip
        while gate.poll() is None:
            time.sleep(LOOKS_EVERY_SECONDS)
            for port, one in serving.items():
                if one.poll() is not None:
                    click.echo("casualty-monitor: note: a process ended and is started again.", err=True)  # fmt: skip
                    serving[port] = _started(port, processes)
        raise click.ClickException(f"nginx ended with status {gate.returncode}; is {listen} free?")
    except KeyboardInterrupt:
        raise SystemExit(0) from None
    finally:
        _stop([*everyone, *serving.values()])


def _started(port: int, processes: int) -> subprocess.Popen:
    environment = {**os.environ, PROCESSES_VARIABLE: str(processes)}
    return subprocess.Popen(_command("127.0.0.1", port), cwd=APP.parent, stdout=subprocess.DEVNULL, env=environment)  # fmt: skip


def _free_ports(count: int) -> list[int]:
    found = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in found]
    for one in found:
        one.close()
    return ports


def _wait_for(ports: list[int], serving: dict[int, subprocess.Popen]) -> None:
    """Until each of them answers: the first makes ready what there is to read, the others find it made."""
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    for port in ports:
        while not _answers(port):
            if serving[port].poll() is not None or time.monotonic() > until:
                raise click.ClickException("the pages could not be started; run them with --processes 1 to see why.")  # fmt: skip
            time.sleep(0.2)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _stop(running: list[subprocess.Popen]) -> None:
    for one in running:
        one.terminate()
    until = time.monotonic() + STOPS_WITHIN_SECONDS
    for one in running:
        try:
            one.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            one.kill()
