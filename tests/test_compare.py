"""A drop is real when the whole interval of the paired differences lies below zero; one row more or less is not."""

import json

import pytest
from conftest import answered, not_found

from app.answer import as_json
from corpus.errors import BadFile
from eval.compare import Change, compare, load_baseline
from eval.rows import GoldRow
from eval.scored import score


def gold(number):
    return GoldRow(str(number), f"问题{number}", ("300棵银杏",), True, "300棵银杏")


def outs(right, of):
    """Out rows of a run that answers the first `right` questions."""
    return {str(number): {"id": str(number), **as_json(answered() if number < right else not_found())} for number in range(of)}


def run(right, of):
    return [score(gold(number), out) for number, out in enumerate(outs(right, of).values())]


def change(comparison, figure):
    return next(change for change in comparison.changes if change.figure == figure)


def test_the_same_run_twice_changes_nothing():
    comparison = compare(outs(7, 20), run(7, 20))
    assert comparison.drops == ()
    em = change(comparison, "em")
    assert em == Change("em", 20, 7 / 20, 7 / 20, 0.0, 0.0)
    assert str(em) == "em 仍为 0.350（20 题配对，差 +0.000，95% 区间 +0.000 到 +0.000）"


def test_many_lost_rows_are_a_real_drop_and_the_message_says_from_what_to_what():
    comparison = compare(outs(18, 20), run(9, 20))
    assert [change.figure for change in comparison.drops] == ["em", "f1", "in_quote"]
    em = change(comparison, "em")
    assert (em.before, em.now) == (18 / 20, 9 / 20)
    assert -0.75 < em.low < -9 / 20 < em.high < -0.1
    assert str(em).startswith("em 从 0.900 降到 0.450（20 题配对，差 -0.450，") and str(em).endswith("真的变差了")


def test_one_lost_row_in_a_hundred_is_no_real_drop():
    comparison = compare(outs(80, 100), run(79, 100))
    assert change(comparison, "em").now < change(comparison, "em").before
    assert comparison.drops == ()


def test_better_is_never_a_drop():
    comparison = compare(outs(2, 20), run(19, 20))
    assert comparison.drops == ()
    assert "从 0.100 升到 0.950" in str(change(comparison, "em"))


def test_silence_lost_on_unanswerable_rows_is_a_drop_of_refused():
    rows = [GoldRow(str(number), "?", (), False) for number in range(12)]
    comparison = compare(outs(0, 12), [score(row, {"id": row.id, **as_json(answered())}) for row in rows])
    assert [change.figure for change in comparison.changes] == ["refused"]
    assert [change.figure for change in comparison.drops] == ["refused"]


def test_only_rows_of_both_runs_are_paired():
    comparison = compare(outs(5, 10), run(12, 15))
    assert change(comparison, "em").n == 10
    assert comparison.unpaired == 5


def test_a_baseline_of_other_questions_is_refused(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(out) + "\n" for out in outs(1, 3).values()))
    assert list(load_baseline(path, ["2", "9"])) == ["0", "1", "2"]
    with pytest.raises(BadFile, match="没有一个相同的 id"):
        load_baseline(path, ["9"])
