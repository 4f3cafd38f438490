"""The fields of request bodies: exact types, known names, and a refusal that says what a field must be."""

import json

import pytest
from conftest import ASK, JSON, SEARCH, VERIFY, assert_problem
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.bodies import MUST_BE

DAY = "应为真实存在的日期，写成 2025-03-27 的样子。"
K = "字段 k 应为 1 到 50 的整数。"
TURN = {"question": "a", "answer": "b"}


@pytest.mark.parametrize(
    ("path", "body", "detail"),
    [
        (ASK, {}, "缺少字段 question，应为字符串。"),
        (ASK, [], "请求体应为 JSON 对象。"),
        (ASK, "银杏", "请求体应为 JSON 对象。"),
        (ASK, None, "请求体应为 JSON 对象。"),
        (ASK, {"question": 7}, "字段 question 应为字符串。"),
        (ASK, {"question": None}, "字段 question 应为字符串。"),
        (ASK, {"question": {"path": "/etc/passwd"}}, "字段 question 应为字符串。"),
        (ASK, {"question": "银杏", "secret": 1}, "请求体：只能有这些字段：question、k、filters、history。"),
        (ASK, {"question": "银杏", "k": True}, K),
        (ASK, {"question": "银杏", "k": "5"}, K),
        (ASK, {"question": "银杏", "k": 5.0}, K),
        (ASK, {"question": "银杏", "k": 0}, K),
        (ASK, {"question": "银杏", "k": 51}, K),
        (SEARCH, {"question": "银杏"}, "请求体：只能有这些字段：query、k、filters。"),
        (SEARCH, {"query": "银杏", "filters": {"since": "2025"}}, "字段 filters：只能有这些字段：from、to、source、author、speaker。"),
        (SEARCH, {"query": "银杏", "filters": {"from": "2025-02-30"}}, f"字段 filters.from {DAY}"),
        (SEARCH, {"query": "银杏", "filters": {"to": "20250101"}}, f"字段 filters.to {DAY}"),
        (SEARCH, {"query": "银杏", "filters": {"from": "2025-02-02", "to": "2025-02-01"}}, "字段 filters：from 不能晚于 to。"),
        (SEARCH, {"query": "银杏", "filters": {"source": ""}}, "字段 filters.source 应为 1 到 200 个字的字符串。"),
        (ASK, {"question": "x", "history": [TURN] * 21}, "字段 history 应为列表，至多 20 项，每项是 {question, answer}。"),
        (ASK, {"question": "x", "history": [{"question": "a"}]}, f"缺少字段 history.answer，{MUST_BE['answer']}。"),
        (ASK, {"question": "x", "history": [TURN | {"c": 1}]}, "字段 history：只能有这些字段：question、answer。"),
        (VERIFY, {"text": ["银杏"]}, "字段 text 应为字符串。"),
    ],
)
def test_wrong_fields_are_named_and_said_what_they_must_be(client, path, body, detail):
    assert assert_problem(client.post(path, content=json.dumps(body), headers=JSON), 422, "bad_body")["detail"] == detail


TEXT = st.text(st.characters(codec="utf-8"), max_size=50)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=6)
FIELDS = st.sampled_from(["question", "query", "text", "k", "filters", "history", "from", "answer", "secret"])


@given(st.one_of(st.binary(max_size=200), st.dictionaries(FIELDS, VALUES).map(lambda value: json.dumps(value).encode())))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_is_answered_or_refused(client, body):
    for path in (ASK, SEARCH, VERIFY):
        response = client.post(path, content=body, headers=JSON)
        if response.status_code != 200:
            assert assert_problem(response, 422, response.json()["code"])["code"] in ("bad_body", "bad_question")
