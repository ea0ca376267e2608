"""Several processes behind nginx are one server: a reader stays at one, goes on when it dies, and all stop together."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made_records import ROOT

from components.cli.serve import COOKIE, config_of

needs_nginx = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")


def ask(port, reader=""):
    """Status, and the cookie that is set, of the first page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    headers = {"Cookie": f"{COOKIE}={reader}"} if reader else {}
    connection.request("GET", "/", headers=headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.getheader("Set-Cookie") or ""


def children(pid):
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_page(pid):
    return b"streamlit" in Path(f"/proc/{pid}/cmdline").read_bytes()


@needs_nginx
def test_nginx_takes_what_it_is_told(tmp_path):
    told = tmp_path / "nginx.conf"
    told.write_text(config_of([9001, 9002], "127.0.0.1:9000", tmp_path))
    done = subprocess.run(["nginx", "-t", "-c", told, "-p", tmp_path], capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("port", [9001, 9002])
def test_every_process_is_named_and_listens_on_loopback(port, tmp_path):
    assert f"server 127.0.0.1:{port} " in config_of([9001, 9002], "127.0.0.1:9000", tmp_path)


@pytest.mark.thorough
@needs_nginx
def test_two_processes_serve_one_dies_and_both_stop(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "CASUALTY_STORE": str(tmp_path / "store")}
    command = [sys.executable, "-c", "from components.cli.main import main; main()", "run", "--processes", "2", "--port", str(port)]  # fmt: skip
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log)
    try:
        wait_until(lambda: "2 processes" in (tmp_path / "log").read_text(), 60)
        wait_until(lambda: answers(port, "anybody"), 10)
        status, cookie = ask(port)
        assert status == 200 and cookie.startswith(f"{COOKIE}=") and "HttpOnly" in cookie
        assert ask(port, "known") == (200, "")  # who has a name keeps it
        pages = [one for one in children(server.pid) if is_page(one)]
        assert len(pages) == 2
        os.kill(pages[0], signal.SIGKILL)
        readers = [f"reader{n}" for n in range(20)]  # some of them were with the one that died
        assert all(answers(port, reader) for reader in readers)
        wait_until(lambda: len([one for one in children(server.pid) if is_page(one)]) == 2, 10)
        assert all(answers(port, reader) for reader in readers)
        running = children(server.pid)
        server.send_signal(signal.SIGTERM)
        assert server.wait(15) == 0
        wait_until(lambda: not any(Path(f"/proc/{one}").exists() for one in running), 5)
    finally:
        server.kill()


def answers(port, reader):
    try:
        return ask(port, reader)[0] == 200
    except OSError:
        return False


def wait_until(true, seconds):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.2)


def test_without_nginx_one_process_serves_and_it_is_said(run, monkeypatch):
    started = []
    monkeypatch.setattr("components.cli.serve.shutil.which", lambda name: None)
    monkeypatch.setattr("components.cli.serve.subprocess.run", lambda command, **_: started.append(command) or subprocess.CompletedProcess(command, 0))  # fmt: skip
    status, _, err = run("run", "--processes", "4", "--port", "8777")
    assert status == 0 and "nginx is not installed" in err
    [command] = started
    assert command[command.index("--server.port") + 1] == "8777"
    assert command[command.index("--server.address") + 1] == "127.0.0.1"
