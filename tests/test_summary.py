"""Six marked rows summed up by hand: each figure over the rows it is meant for."""

from dataclasses import replace

import pytest
from conftest import answered, not_found

from app.answer import as_json
from eval.rows import GoldRow, half
from eval.scored import score
from eval.summary import NAMES, summarise, tags_of, value
from eval.summary import as_json as summary_json


def gold(name, *tags, answerable=True, articles=()):
    answers = ("300棵银杏",) if answerable else ()
    return GoldRow(name, f"问题{name}", answers, answerable, None, articles, (f"fact:{name}", *tags))


def marked(row, said, **change):
    return score(row, {"id": row.id, **as_json(replace(said, **change))})


ROWS = [
    marked(gold("1", "kind:number", articles=("donghu",)), answered(), confidence=0.9),
    marked(gold("2", "kind:number"), answered(), confidence=0.8, answer="银杏300棵"),
    marked(gold("3", "kind:name", articles=("elsewhere",)), answered(words="全年免费开放"), confidence=0.7),
    marked(gold("4", "kind:name"), not_found(), confidence=0.2, passages=()),
    marked(gold("5", "style:nearmiss", answerable=False), answered(), confidence=0.6),
    marked(gold("6", "style:nearmiss", answerable=False), not_found(), confidence=0.1),
]
WHOLE = summarise(ROWS).whole


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("em", 1 / 4),
        ("f1", (1 + 2 * 4 / (6 + 6) + 0 + 0) / 4),
        ("in_quote", (1 + 1 + 0 + 0) / 4),
        ("evidence@1", 3 / 4),
        ("evidence@10", 3 / 4),
        ("article@1", 1 / 2),
        ("refused", 1 / 2),
        ("false_refusal", 1 / 4),
        ("refused@fr05", 1 / 2),  # threshold 0.2, the lowest answerable confidence: only 0.1 lies below
        ("wrong_answered", 2 / 4),  # of the four answered, row 3 and row 5
        ("auroc", (2 + 2 + 2 + 1) / 8),
        ("ece", (abs(0.9 - 1) + abs(0.8 - 1) + 0.7 + 0.6) / 4),
        ("ms_p50", 3.0),
    ],
)
def test_each_figure_is_taken_over_its_own_rows(name, expected):
    assert WHOLE.figures[name].value == pytest.approx(expected)


def test_every_interval_holds_its_figure_and_times_have_none():
    for name, figure in WHOLE.figures.items():
        if name.startswith("ms_"):
            assert figure.low is figure.high is None
        else:
            assert 0 <= figure.low <= figure.value + 0.01 and figure.value - 0.01 <= figure.high <= 1, name


def test_counts_and_errors():
    failed = score(gold("7"), {"id": "7", "question": "?", "error": {"code": "deadline", "detail": "太久"}})
    whole = summarise([*ROWS, failed]).whole
    assert (whole.n, whole.answerable, whole.unanswerable, whole.missing) == (7, 5, 2, 1)
    assert whole.figures["em"].value == 1 / 5
    assert whole.figures["false_refusal"].value == 1 / 5  # a failure is no refusal
    assert whole.figures["auroc"].value == pytest.approx((2 + 2 + 2 + 1 + 0) / 10)


def test_a_failure_is_no_answer_of_its_own():
    failed = score(gold("7", answerable=False), {"id": "7", "question": "?", "error": {"code": "deadline", "detail": "太久"}})
    assert [value(name, failed) for name in ("refused", "wrong_answered", "em")] == [0.0, None, None]


def test_halves_hold_their_own_rows_and_nothing_is_lost():
    summary = summarise(ROWS)
    assert [part.name for part in summary.halves] == ["tuned", "held_out"]
    assert [part.n for part in summary.halves] == [sum(half(row.gold) == name for row in ROWS) for name in ("tuned", "held_out")]


def test_tags_come_kinds_first_and_share_the_threshold_of_all_rows():
    assert tags_of(ROWS) == ["kind:name", "kind:number", "style:nearmiss"]
    name, number, nearmiss = WHOLE.tags
    assert (number.n, number.figures["em"].value, number.figures["refused"].value) == (2, 1 / 2, None)
    assert name.figures["em"].value == 0
    assert nearmiss.figures["em"].value is None
    assert nearmiss.figures["refused@fr05"].value == 1 / 2


def test_closed_reading_has_no_search_figures_no_halves_and_leaves_out_rows_without_a_key():
    blind = score(GoldRow("9", "问", (), True), {"id": "9", **as_json(answered())})
    summary = summarise([*ROWS, blind], closed=True)
    assert (summary.whole.n, summary.unmarked, summary.halves) == (6, 1, ())
    assert not any("@" in name and not name.startswith("refused") for name in summary.whole.figures)


def test_nothing_to_measure_is_none():
    summary = summarise([])
    assert summary.whole.n == 0
    assert all(figure.value is None for figure in summary.whole.figures.values())


def test_json_has_the_figures_on_top_and_rounds_to_four_places():
    written = summary_json(summarise(ROWS))
    assert written["f1"] == round((1 + 2 / 3) / 4, 4)
    assert set(NAMES) <= written.keys()
    assert written["intervals"]["em"] == [0.0, 0.75]
    assert written["tags"]["style:nearmiss"]["refused"] == 0.5
    assert written["halves"]["tuned"]["n"] + written["halves"]["held_out"]["n"] == 6
