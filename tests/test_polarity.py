"""Yes or no: what can be read off the words, and what it comes to."""

import pytest

from app.polarity import shares, signs, values, yes


@pytest.mark.parametrize(
    ("question", "clause", "expected"),
    [
        ("零度仓主体建好了没有", "目前主体已完工", True),
        ("老作坊是不是都拆掉了", "村里空出来的老作坊没有拆", False),
        ("高技能人才超过5万了吗", "高技能人才5.4万人", True),
        ("高技能人才超过6万了吗", "高技能人才5.4万人", False),
        ("外地工人过半了吗", "外地人占六成", True),
        ("外地工人过半了吗", "外地人占四成", False),
        ("特级技师第一年是不是不用交房租", "博士和特级技师头一年免租", True),
        ("煤炭产量去年有没有往上走", "比上年下降4.3%", False),
    ],
)
def test_a_clause_bears_a_question_out_or_not(question: str, clause: str, expected: bool) -> None:
    assert (yes(question, clause, clause) >= 0.5) is expected


def test_two_denials_agree() -> None:
    found = signs("下周不开放吗", "下周不开放", "下周不开放。")
    assert (found["deny"], found["double"]) == (0.0, 1.0)


def test_the_words_that_ask_deny_nothing() -> None:
    assert signs("桥有没有通车", "桥已通车", "桥已通车。")["not_asked"] == 0.0
    assert signs("收不收费", "免费开放", "免费开放。")["not_asked"] == 0.0


def test_figures_with_their_scale() -> None:
    assert values("1.2万套和3,500套") == [1.2 * 10_000, 3500]


def test_shares_as_people_write_them() -> None:
    assert shares("八成五、37%、四分之一、过半") == pytest.approx([0.5, 0.8 + 0.05, 0.37, 1 / 4])


def test_a_plan_is_not_done() -> None:
    assert signs("桥修好了吗", "计划明年完工", "计划明年完工。")["planned_asked_done"] == 1.0
