"""Broken-off lines and what continues them."""

import numpy as np

from corpus.joins import Join, _without_rings, breaks_off, joined, matched
from corpus.roles import Part

BODY = Part("body", None)


def test_a_line_breaks_off_when_no_mark_ends_it() -> None:
    assert breaks_off("以供需")
    assert breaks_off("他表示，")
    assert not breaks_off("他表示：“好。”")
    assert not breaks_off("（新华社记者 张三摄）")


def test_halves_of_a_sentence_find_each_other() -> None:
    lines = [
        "今年，全市将新建改建中小学二十所，新增学位三万个，进一步缓解群众反映强烈的入学难问题，并且加快推进义务教育优质均",
        "市水务局昨天发布消息，今年汛期降水偏多，各水库运行平稳。",
        "衡发展，让更多孩子在家门口上好学校。",
        "据市气象台预报，未来三天有中到大雨。",
    ]
    (join,) = joined(lines, [BODY] * 4, range(4))
    assert (join.end, join.start) == (0, 2)
    assert join.score > 0.75


def test_a_line_break_inside_a_sentence_is_left_alone() -> None:
    lines = ["全市将新建中小学二十所，加快推进义务教育优质均", "衡发展，让更多孩子上好学校。", "未来三天有中到大雨。"]
    assert joined(lines, [BODY] * 3, range(3)) == []


def test_captions_end_without_a_mark_by_right() -> None:
    lines = ["■加快推进义务教育优质均", "未来三天有雨。", "衡发展，让更多孩子上好学校。"]
    assert joined(lines, [Part("caption", None), BODY, BODY], range(3)) == []


def test_one_beginning_continues_one_end() -> None:
    odds = np.array([[4.0, -9.0], [3.0, -9.0]])
    sure = matched(odds)
    assert sure[:, 0].sum() <= 1 + 1e-6
    assert sure[0, 0] > sure[1, 0]


def test_at_even_odds_an_end_rather_goes_on_nowhere() -> None:
    # x for the join, 1 - x for "nowhere" and for "by itself", whose product keeps their odds: x * 1 = (1 - x) ** 2
    assert np.isclose(matched(np.array([[0.0]]))[0, 0], (3 - 5**0.5) / 2)


def test_lines_cannot_follow_each_other_in_a_ring() -> None:
    ring = [Join(0, 5, 0.9), Join(5, 0, 0.8)]
    assert _without_rings(ring) == [Join(0, 5, 0.9)]
