"""Bytes that are no strict JSON never get past the wire, and nothing of them comes back."""

import json
import time

import pytest
from conftest import ASK, JSON, RAW, SEARCH, VERIFY, assert_problem, rearranged_article, small_article

from app.wire import DEEPEST, BadBody, article_as_json, strict_json

HOSTILE = {
    "empty": b"",
    "no JSON": b"{SECRET",
    "a lone surrogate": rb'{"question": "SECRET\ud800"}',
    "a lone surrogate as a key": rb'{"\udfff": "SECRET"}',
    "a surrogate in UTF-8": b'{"question": "SECRET\xed\xa0\x80"}',
    "binary": bytes(range(256)),
    "UTF-16": '{"question": "SECRET"}'.encode("utf-16"),
    "a BOM": b'\xef\xbb\xbf{"question": "SECRET"}',
    "gb18030": '{"question": "秘密 SECRET"}'.encode("gb18030"),
    "NaN": b'{"question": "SECRET", "k": NaN}',
    "Infinity": b'{"question": "SECRET", "k": -Infinity}',
    "a float beyond floats": b'{"question": "SECRET", "k": 1e999}',
    "an integer of 5000 digits": b'{"question": "SECRET", "k": ' + b"9" * 5000 + b"}",
    "a key twice": b'{"question": "SECRET", "question": "SECRET2"}',
    "a key twice, inside": b'{"question": "SECRET", "filters": {"from": null, "from": null}}',
    "deep lists": b"[" * 30000 + b"]" * 30000,
    "deep objects": b'{"a":' * 9 + b"1" + b"}" * 9,
    "brackets that never close": b"[" * 65000,
    "a string that never ends": b'{"question": "' + b"\\\\" * 30000,
    "two values": b'{"question": "SECRET"}{}',
    "a raw control character": b'{"question": "SECRET\x00"}',
    "a comment": b'{"question": "SECRET" /* */}',
    "single quotes": b"{'question': 'SECRET'}",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_bodies_are_refused_without_an_echo(client, answerer, body):
    started = time.perf_counter()
    for path in (ASK, SEARCH, VERIFY):
        response = client.post(path, content=body, headers=JSON)
        assert_problem(response, 422, "bad_body")
        assert "SECRET" not in response.text
    assert answerer.asked == []
    assert time.perf_counter() - started < 1


def test_brackets_inside_a_string_are_only_text(client):
    assert client.post(ASK, json={"question": '银杏"' + "[" * 400 + "\\"}).status_code == 200


def test_depth_is_counted_to_the_limit():
    assert strict_json(b"[" * DEEPEST + b"]" * DEEPEST) == [[[[[[[[]]]]]]]]
    with pytest.raises(BadBody):
        strict_json(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1))


def test_an_article_as_json_ties_every_paragraph_to_text_and_raw():
    article = small_article()
    shown = json.loads(json.dumps(article_as_json(article)))
    assert [p["text"] for p in shown["paragraphs"]] == article.text.split("\n")
    assert ["".join(RAW[start:end] for start, end in p["raw"]) for p in shown["paragraphs"]] == article.text.split("\n")


def test_the_raw_text_comes_last_when_it_is_wanted_and_only_where_something_was_changed():
    article = rearranged_article()
    assert list(article_as_json(article, raw=True)) == [*article_as_json(article), "raw_text"]
    assert article_as_json(article, raw=True)["raw_text"] == article.raw
    assert article_as_json(small_article(), raw=True)["raw_text"] is None
