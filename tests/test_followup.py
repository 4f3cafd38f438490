"""Follow-up questions made whole from the question before."""

import pytest

from app.answer import Turn
from app.followup import made_whole
from app.question import LONGEST, understand

SCHOOLS = "张村河片区规划多少所学校？"


def whole(question, *before):
    made = made_whole(understand(question), tuple(Turn(asked, "") for asked in before))
    return made.text if made else None


@pytest.mark.parametrize(
    ("before", "question", "made"),
    [
        (SCHOOLS, "那幼儿园呢？", "张村河片区规划多少所幼儿园"),
        (SCHOOLS, "幼儿园呢", "张村河片区规划多少所幼儿园"),
        (SCHOOLS, "那崂山区呢", "崂山区规划多少所学校"),
        ("去年崂山区经济总量多少", "那今年呢？", "今年崂山区经济总量多少"),
        ("崂山区经济总量多少", "那2024年呢", "2024年崂山区经济总量多少"),
        ("锡复春是谁", "那衣涛呢", "衣涛是谁"),
        (SCHOOLS, "其中投用了几所", "张村河片区投用了几所"),
        ("张元升是谁", "他还说了什么目标", "张元升还说了什么目标"),
    ],
)
def test_what_it_leans_on_is_filled_in(before, question, made):
    assert whole(question, before) == made


def test_the_last_turn_counts():
    assert whole("那幼儿园呢", "大桥多长", SCHOOLS) == "张村河片区规划多少所幼儿园"


def test_a_question_that_stands_alone_is_left_alone():
    assert whole("大桥全长多少公里", SCHOOLS) is None


def test_nothing_to_lean_on():
    assert whole("那幼儿园呢") is None


def test_a_long_history_makes_no_question_too_long():
    made = whole("那后来怎么样了呢", "很长的问题" * 100)
    assert made is not None and len(made) <= LONGEST
