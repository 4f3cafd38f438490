"""The fence, message by message: sizes, times, rates, and who goes away."""

import asyncio
import json

import pytest
from conftest import ASK, SEARCH, VERIFY

from app.guard import Guard, client_of
from app.reachable import JOIN


def send_raw(guard, messages, path=ASK, kind="http", headers=(), wait_s=0.0, client=("1.2.3.4", 1)):
    """The statuses and bodies the guard answers with, to a request sent message by message."""
    scope = {"type": kind, "method": "POST", "path": path, "query_string": b"", "headers": list(headers), "client": client}
    sent, pending = [], list(messages)

    async def receive():
        await asyncio.sleep(wait_s)
        return pending.pop(0)

    async def send(message):
        sent.append(message)

    asyncio.run(guard(scope, receive, send))
    return sent


async def reads_all(scope, receive, send):
    """An app that answers with the length of what it was sent."""
    message = await receive()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(len(message["body"])).encode()})


def chunk(size, more):
    return {"type": "http.request", "body": b"a" * size, "more_body": more}


def test_a_chunked_body_is_counted_as_it_comes():
    guard = Guard(reads_all, body_bytes=1000)
    assert send_raw(guard, [chunk(400, True), chunk(600, False)])[1]["body"] == b"1000"
    endless = [chunk(400, True)] * 1000
    assert send_raw(guard, endless)[0]["status"] == 413


@pytest.mark.parametrize("length", [b"1001", b"-1", b"1e3", b"9" * 5000, b"\xb2"])
def test_an_announced_body_too_large_is_not_even_read(length):
    assert send_raw(Guard(reads_all, body_bytes=1000), [], headers=[(b"content-length", length)])[0]["status"] == 413


def test_a_body_that_trickles_is_given_up():
    sent = send_raw(Guard(reads_all, body_s=0.05), [chunk(1, True)] * 100, wait_s=0.02)
    assert sent[0]["status"] == 408
    assert json.loads(sent[1]["body"])["code"] == "slow_body"


def test_who_goes_away_while_sending_gets_no_answer():
    assert send_raw(Guard(reads_all), [chunk(1, True), {"type": "http.disconnect"}]) == []


def test_websockets_are_closed():
    assert send_raw(Guard(reads_all), [], path="/gradio_api/queue/join", kind="websocket") == [{"type": "websocket.close", "code": 1008}]


def test_who_asks_too_fast_waits_and_others_do_not():
    guard = Guard(reads_all, questions_per_minute=3, joins={0})
    for path in (ASK, SEARCH, VERIFY):
        assert send_raw(guard, [chunk(1, False)], path)[0]["status"] == 200
    for path in (ASK, SEARCH, VERIFY, JOIN):
        start, body = send_raw(guard, [chunk(1, False)], path)
        assert (start["status"], json.loads(body["body"])["code"]) == (429, "rate_limited")
        assert 55 <= int(dict(start["headers"])[b"retry-after"]) <= 60
    assert send_raw(guard, [chunk(1, False)], client=("5.6.7.8", 1))[0]["status"] == 200


def test_no_limit_is_no_limit():
    guard = Guard(reads_all, questions_per_minute=0)
    assert {send_raw(guard, [chunk(1, False)])[0]["status"] for _ in range(100)} == {200}


def test_one_network_of_ipv6_is_one_client():
    assert client_of({"client": ("2001:db8::1", 1)}) == client_of({"client": ("2001:db8::ffff", 1)}) == "2001:0db8:0000:0000"
    assert client_of({"client": ("2001:db8:0:1::1", 1)}) == "2001:0db8:0000:0001"
    assert (client_of({"client": ("1.2.3.4", 1)}), client_of({"client": None})) == ("1.2.3.4", "")
