"""Which number counts what is asked for."""

import pytest

from app.counted import counted

SCHOOLS = "片区规划了21所中小学、28所幼儿园,目前已投用17所,在建5所;"
HOMES = "全区幼儿园28所，中小学21所。"


@pytest.mark.parametrize(
    ("question", "sentence", "number", "expected"),
    [
        ("张村河片区幼儿园规划了几所", SCHOOLS, "28所", 1.0),
        ("张村河片区幼儿园规划了几所", SCHOOLS, "21所", -1.0),
        ("张村河片区幼儿园规划了几所", SCHOOLS, "17所", -1.0),
        ("规划了几所中小学", SCHOOLS, "21所", 1.0),
        ("已经投用了几所", SCHOOLS, "17所", 0.5),
        ("已经投用了几所", SCHOOLS, "5所", -0.5),
        ("中小学有多少", HOMES, "21所", 0.5),
        ("一共多少", SCHOOLS, "21所", 0.0),
    ],
)
def test_the_thing_asked_for_stands_beside_its_number(question: str, sentence: str, number: str, expected: float) -> None:
    at = sentence.index(number)
    assert counted(question, sentence, at, at + len(number)) == expected


def test_a_row_of_numbers_is_not_held_against_itself() -> None:
    at, end = SCHOOLS.index("21所"), SCHOOLS.index(",目前")
    assert counted("规划了多少学校和幼儿园", SCHOOLS, at, end) == 1.0
