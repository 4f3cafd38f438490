"""A number of the measure asked for."""

import pytest

from app.measured import measured
from app.question import understand


@pytest.mark.parametrize(
    ("question", "number", "segment", "expected"),
    [
        ("崂山有多少位院士", "19人", "两院院士19人", 0.5 + 0.5),
        ("崂山有多少位院士", "230人", "高层次人才230人", 0.5 - 0.5),
        ("规划了几所中小学", "21所", "规划了21所中小学", 0.5 + 0.5),
        ("投了多少亿元", "263个", "263个重点项目", -0.5),
        ("书记是谁", "张元升", "书记张元升", 0.0),
    ],
)
def test_unit_and_thing_count_half_each(question: str, number: str, segment: str, expected: float) -> None:
    assert measured(understand(question), number, segment, "") == expected
