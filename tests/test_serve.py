"""The server as a process: a taken port, a missing index, alive at once, ready after it, and the answers of the command line."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

HOUSE = Path(__file__).parent.parent
COMMAND = [sys.executable, "-c", "from ui.cli import main; main()"]
QUESTION = "张村河片区规划多少所学校"


def started(index, *words):
    variables = {**os.environ, "WENYUAN_INDEX": str(index), "WENYUAN_THRESHOLD": "0"}
    return subprocess.Popen([*COMMAND, *map(str, words)], cwd=HOUSE, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def status_of(url):
    try:
        with urlopen(url, timeout=30) as response:
            return response.status
    except HTTPError as error:
        return error.code
    except URLError:
        return None


def until(url, wanted, seconds=60):
    """The statuses seen until the wanted one came."""
    seen, end = [], time.monotonic() + seconds
    while wanted not in seen and time.monotonic() < end:
        seen.append(status_of(url))
        time.sleep(0.1)
    return seen


@pytest.fixture(scope="module")
def server(laoshan_index):
    port = free_port()
    process = started(laoshan_index, "serve", "--port", port)
    yield f"http://127.0.0.1:{port}", process
    process.kill()
    process.wait(10)


def test_alive_first_and_ready_then(server):
    url, process = server
    assert until(f"{url}/livez", 200)[-1] == 200
    seen = until(f"{url}/readyz", 200)
    assert seen[-1] == 200 and set(seen[:-1]) <= {503}
    assert process.stderr.readline().decode() == f"问源已就绪：{url}\n"


def test_http_and_command_line_give_one_answer(server, laoshan_index):
    url, _ = server
    until(f"{url}/readyz", 200)
    body = json.dumps({"question": QUESTION}).encode()
    with urlopen(Request(f"{url}/api/v1/ask", body, {"Content-Type": "application/json"}), timeout=30) as response:
        by_http = json.load(response)
    out, err = started(laoshan_index, "ask", QUESTION, "--json").communicate(timeout=60)
    by_hand = json.loads(out)
    assert err == b"" and by_http.pop("ms").keys() == by_hand.pop("ms").keys()
    assert by_http == by_hand and by_http["outcome"] == "answered"


def test_a_taken_port_is_told_at_once_with_another(server, laoshan_index):
    url, _ = server
    port = int(url.rpartition(":")[2])
    until(f"{url}/livez", 200)
    process = started(laoshan_index, "serve", "--port", port)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (2, b"")
    assert err.decode().count("\n") == 1 and f"wenyuan serve --port {port + 1}" in err.decode()


def test_ctrl_c_stops_it_with_130(server):
    url, process = server
    until(f"{url}/readyz", 200)
    process.send_signal(signal.SIGINT)
    assert process.wait(15) == 130
    assert status_of(f"{url}/livez") is None


def test_a_missing_index_is_one_line_and_3(tmp_path):
    process = started(tmp_path / "nothing", "serve", "--port", free_port())
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.decode().count("\n")) == (3, b"", 1)
    assert "wenyuan build" in err.decode()


def test_a_damaged_index_stops_the_server_with_3(laoshan_index, tmp_path):
    import shutil

    root = shutil.copytree(laoshan_index, tmp_path / "index")
    passages = next(root.glob("gen-*/passages.jsonl"))
    passages.write_bytes(passages.read_bytes().replace("学校".encode(), "学堂".encode()))
    process = started(root, "serve", "--port", free_port())
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (3, b"")
    assert "passages.jsonl" in err.decode() and "wenyuan build" in err.decode() and "Traceback" not in err.decode()
