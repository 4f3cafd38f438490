"""One out row marked by hand, from an Answer that the real `make_quote` made."""

import json
from dataclasses import replace

import pytest
from conftest import answered, not_found

from app.answer import as_json
from corpus.errors import BadFile
from eval.rows import GoldRow
from eval.scored import load_out, score

YES = GoldRow("q1", "种了多少棵银杏", ("300棵银杏", "300棵"), True, "东湖公园种了300棵银杏", ("donghu",))
NO = GoldRow("q2", "门票多少钱", (), False)
BLIND = GoldRow("q3", "种了什么", (), True)


def out(answer, name="q1"):
    return {"id": name, **as_json(answer)}


def test_a_right_answer_gets_full_marks():
    row = score(YES, out(answered()))
    assert (row.state, row.em, row.f1, row.in_quote, row.evidence, row.article) == ("answered", 1, 1, 1, 1, 1)
    assert (row.confidence, row.ms, row.verdict) == (0.93, 3.0, "exact")


def test_a_longer_span_is_close_and_another_one_wrong():
    close = score(YES, out(replace(answered(), answer="种了300棵银杏")))
    assert (close.em, close.f1, close.verdict) == (0, pytest.approx(2 * 6 / (8 + 6)), "close")
    wrong = score(YES, out(answered(words="120棵樱花")))
    assert (wrong.f1, wrong.verdict) == (pytest.approx(2 * 2 / (6 + 4)), "wrong")  # "0棵" of 120棵樱花 and 300棵
    assert wrong.in_quote == 1  # the sentence quoted holds the right answer all the same


def test_silence_where_the_article_speaks_still_shows_its_passages():
    row = score(YES, out(not_found()))
    assert (row.state, row.em, row.f1, row.in_quote, row.evidence, row.verdict) == ("not_found", 0, 0, 0, 1, "missed")


def test_the_unanswerable_is_misled_by_any_answer():
    assert score(NO, out(answered())).verdict == "misled"
    assert score(NO, out(answered())).f1 == 0
    assert score(NO, out(not_found())).verdict == "silent"


def test_without_evidence_the_gold_answer_is_looked_for():
    assert score(replace(YES, evidence=None), out(answered())).evidence == 1
    assert score(replace(YES, evidence="不在文中"), out(answered())).evidence is None


def test_an_article_is_found_through_its_near_duplicate():
    twin = replace(answered().passages[0], article_id="earlier", also=("donghu",))
    assert score(YES, out(replace(answered(), passages=(twin,)))).article == 1
    assert score(YES, out(replace(answered(), passages=(replace(twin, also=()),)))).article is None


def test_a_failure_is_wrong_with_the_worst_confidence():
    error = {"id": "q", "question": "?", "error": {"code": "deadline", "detail": "太久"}}
    yes, no = score(YES, error), score(NO, error)
    assert (yes.state, yes.confidence, yes.verdict) == ("error", 0.0, "error")
    assert (no.confidence, no.ms) == (1.0, None)


def test_a_row_without_a_key_is_not_marked():
    assert score(BLIND, out(answered())).verdict == "unmarked"


def test_out_rows_come_back_as_they_were_written(tmp_path):
    path = tmp_path / "rows.jsonl"
    rows = [out(answered(), "a"), out(not_found(), "b"), {"id": "c", "question": "?", "error": {"code": "deadline", "detail": "太久"}}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    again = load_out(path)
    assert list(again) == ["a", "b", "c"]
    assert replace(score(YES, again["a"]), out={}) == replace(score(YES, rows[0]), out={})
    assert load_out(tmp_path) == load_out(tmp_path / "summary.json") == again


@pytest.mark.parametrize(
    "change",
    [{"outcome": "maybe"}, {"confidence": None}, {"confidence": 1.5}, {"confidence": float("nan")}, {"answer": 3}, {"quotes": None},
     {"quotes": [{"text": "x"}]}, {"passages": ["x"]}, {"ms": 3}, {"ms": {"total": "fast"}}],
)
def test_a_row_that_is_no_out_row_is_refused(tmp_path, change):
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({**out(answered()), **change}) + "\n")
    with pytest.raises(BadFile, match=":1: 不是 eval --out"):
        load_out(path)
