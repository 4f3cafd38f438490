"""A whole run over a small gold file with a real, tiny answerer: one article, and one question it knows."""

import json
from dataclasses import replace

import pytest
from conftest import answered, not_found

from corpus.errors import BadFile, BadQuestion, DeadlinePassed, IndexDamaged
from eval.rows import GoldRow, GoldSpan, ReadingRow
from eval.run import evaluate, out_row, read_closed, run_gold, run_reading

KNOWN = "东湖公园种了多少棵银杏"
GOLD = [
    {"id": "1", "question": KNOWN, "answers": ["300棵银杏"], "answerable": True, "evidence": "东湖公园种了300棵银杏",
     "tags": ["kind:number"]},
    {"id": "2", "question": "东湖公园门票多少钱", "answers": [], "answerable": False, "tags": ["style:nearmiss"]},
    {"id": "3", "question": "公园归谁管", "answers": ["市园林局"], "answerable": True},
]
READING = [
    {"id": "r1", "question": KNOWN, "context": "种了300棵银杏", "answers": [{"text": "300棵银杏", "start": 2}], "answerable": True},
    {"id": "r2", "question": KNOWN, "context": "种了300棵银杏", "answers": [], "answerable": True},
    {"id": "r3", "question": "门票", "context": "种了300棵银杏", "answers": [], "answerable": False},
]


def answer(question):
    return answered(question) if question == KNOWN else not_found(question)


def read(question, context):
    return replace(answered(question), confidence=0.9 if question == KNOWN else 0.3)


def written(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def gold(tmp_path):
    return written(tmp_path / "gold.jsonl", GOLD)


def test_evaluate_asks_in_order_and_tells_how_far_it_is():
    seen = []
    scored = evaluate(answer, [GoldRow("1", KNOWN, ("300棵银杏",), True), GoldRow("2", "?", (), False)], lambda *at: seen.append(at))
    assert [row.verdict for row in scored] == ["exact", "silent"]
    assert seen == [(1, 2), (2, 2)]


@pytest.mark.parametrize("error", [BadQuestion("问题太长"), DeadlinePassed("太久")])
def test_a_question_that_fails_is_written_as_an_error_and_the_rest_go_on(error):
    def failing(question):
        if question == "?":
            raise error
        return answer(question)

    first, second = evaluate(failing, [GoldRow("1", "?", ("x",), True), GoldRow("2", KNOWN, ("300棵银杏",), True)])
    assert out_row(first) == {"id": "1", "question": "?", "error": {"code": error.code, "detail": str(error)}}
    assert (first.verdict, second.verdict) == ("error", "exact")


def test_a_failure_of_the_whole_stops_the_run():
    def broken(question):
        raise IndexDamaged("索引已损坏")

    with pytest.raises(IndexDamaged):
        evaluate(broken, [GoldRow("1", "?", (), False)])


def test_out_row_is_the_id_and_the_answer_object():
    [row] = evaluate(answer, [GoldRow("1", KNOWN, ("300棵银杏",), True)])
    whole = json.loads(json.dumps(out_row(row)))
    assert (whole["id"], whole["question"], whole["outcome"], whole["answer"]) == ("1", KNOWN, "answered", "300棵银杏")
    assert whole["quotes"][0]["sentence"].startswith("东湖公园种了300棵银杏")


def test_run_gold_sums_up_and_writes_what_was_asked_for(tmp_path, gold):
    outcome = run_gold(answer, gold, report=tmp_path / "deep" / "report", out=tmp_path / "out.jsonl")
    assert outcome.summary.whole.figures["em"].value == 1 / 2
    assert (outcome.comparison, outcome.dropped) == (None, False)
    assert [row["id"] for row in lines(tmp_path / "out.jsonl")] == ["1", "2", "3"]
    assert sorted(path.name for path in (tmp_path / "deep" / "report").iterdir()) == ["report.html", "rows.jsonl", "summary.json"]


def test_a_run_is_no_worse_than_itself_and_one_that_forgot_everything_is(tmp_path):
    gold = written(tmp_path / "gold.jsonl", [{**GOLD[0], "id": str(number)} for number in range(8)])
    run_gold(answer, gold, report=tmp_path / "before")
    assert not run_gold(answer, gold, baseline=tmp_path / "before").dropped
    worse = run_gold(not_found, gold, baseline=tmp_path / "before" / "rows.jsonl")
    assert [change.figure for change in worse.comparison.drops] == ["em", "f1", "in_quote"]
    assert worse.dropped


def test_wrong_paths_are_found_before_the_first_question(tmp_path, gold):
    def never(question):
        raise AssertionError("asked")

    other = written(tmp_path / "other.jsonl", [{"id": "x", "question": "?", "error": {"code": "c", "detail": "d"}}])
    in_the_way = written(tmp_path / "file", [])
    for paths in (
        {"out": tmp_path / "nowhere" / "out.jsonl"}, {"out": tmp_path}, {"report": in_the_way}, {"report": in_the_way / "deeper"},
        {"baseline": tmp_path / "none"}, {"baseline": other},
    ):
        with pytest.raises(BadFile):
            run_gold(never, gold, **paths)


def test_closed_reading_marks_what_has_a_key_and_reads_the_rest(tmp_path):
    outcome = run_reading(read, written(tmp_path / "r.jsonl", READING), out=tmp_path / "out.jsonl")
    assert (outcome.summary.whole.n, outcome.summary.unmarked) == (2, 1)
    assert (outcome.summary.whole.figures["em"].value, outcome.summary.whole.figures["refused"].value) == (1, 0)
    assert [row["outcome"] for row in lines(tmp_path / "out.jsonl")] == ["answered"] * 3


def test_a_threshold_silences_the_less_sure(tmp_path):
    run_reading(read, written(tmp_path / "r.jsonl", READING), threshold=0.9, out=tmp_path / "out.jsonl")
    first, _, last = lines(tmp_path / "out.jsonl")
    assert (first["outcome"], first["answer"]) == ("answered", "300棵银杏")
    assert (last["outcome"], last["answer"], last["quotes"], last["confidence"]) == ("not_found", None, [], 0.3)
    assert last["reason"] and last["reason_code"] == "absent"


def test_read_closed_gives_the_reader_the_row_s_own_context():
    seen = []

    def noting(question, context):
        seen.append((question, context))
        return answered(question)

    read_closed(noting, [ReadingRow("1", "问", "文", (GoldSpan("文", 0),), True)])
    assert seen == [("问", "文")]
