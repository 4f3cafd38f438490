"""Dialogues marked turn by turn."""

import json
from dataclasses import replace

import pytest
from conftest import answered, not_found

from app.answer import Turn
from corpus.errors import BadFile, BadQuestion
from eval.dialogues import Dialogue, GoldTurn, load_dialogues, right, run, shares

TREES = {"question": "东湖公园种了多少棵银杏", "answers": ["300棵银杏"], "answerable": True}
OAKS = {"question": "那橡树呢", "answers": [], "answerable": False}


def written(tmp_path, *rows):
    path = tmp_path / "dialogues.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_turns_are_asked_in_order_with_what_was_understood_and_answered(tmp_path):
    asked = []

    def ask(question, history):
        asked.append((question, history))
        return answered(question) if "银杏" in question else replace(not_found(question), rewritten="东湖公园种了多少棵橡树")

    said = run(ask, load_dialogues(written(tmp_path, {"id": 1, "turns": [TREES, OAKS, OAKS]})))
    first, second = Turn("东湖公园种了多少棵银杏", "300棵银杏"), Turn("东湖公园种了多少棵橡树", "文中没有提到")
    assert asked == [(TREES["question"], ()), ("那橡树呢", (first,)), ("那橡树呢", (first, second))]
    assert [one.right for one in said] == [True, True, True]
    assert [one.rewritten for one in said] == [None, *["东湖公园种了多少棵橡树"] * 2]


def test_a_question_nobody_can_answer_is_a_wrong_turn_and_is_left_out_of_the_history():
    def ask(question, history):
        assert not history
        raise BadQuestion("请用中文提问。")

    said = run(ask, [Dialogue("a", (GoldTurn("hello", (), False), GoldTurn("x", ("1",), True)))])
    assert [one.right for one in said] == [False, False]


@pytest.mark.parametrize(
    ("answers", "answer", "is_right"),
    [
        (("21所",), "21 所。", True),
        (("21所中小学",), "21所中小学、", True),
        (("21所中小学",), "21所", False),  # f1 = 2·3 / (3 + 6)
        (("2026年底投用", "2026年底"), "2026年底", True),
        (("21所",), None, False),
        ((), None, True),
        ((), "21所", False),
    ],
)
def test_what_is_right(answers, answer, is_right):
    assert right(GoldTurn("几所", answers, bool(answers)), answer) is is_right


def test_shares_are_of_the_later_turns():
    turns = [GoldTurn("甲", ("1",), True), GoldTurn("乙", ("2",), True), GoldTurn("丙", (), False), GoldTurn("丁", ("4",), True)]
    said = run(
        lambda question, history: replace(answered(question), answer="1" if question == "甲" else "2"), [Dialogue("a", tuple(turns))]
    )
    figures = shares(said)
    assert figures["first"] == 1.0
    assert figures["followup"] == pytest.approx(1 / 3)
    assert (figures["followup_answerable"], figures["followup_unanswerable"]) == (1 / 2, 0.0)
    assert figures["followup_n"] == 3


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"id": "a"}, "turns"),
        ({"id": "a", "turns": []}, "turns"),
        ({"id": "a", "turns": [{"question": " ", "answers": []}]}, "question"),
        ({"id": "a", "turns": [{"question": "几所", "answers": "21所"}]}, "answers"),
        ({"id": "a", "turns": [{"question": "几所", "answers": [], "answerable": True}]}, "answerable"),
        ({"turns": [TREES]}, "id"),
    ],
)
def test_a_bad_row_is_named(tmp_path, row, says):
    with pytest.raises(BadFile, match=rf":1: .*{says}"):
        load_dialogues(written(tmp_path, row))


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(BadFile):
        load_dialogues(written(tmp_path))
