"""Questions typed by sound: what is put right, and above all what is left alone."""

import pytest

from app.homophones import as_meant

PASSAGES = ["张村河片区规划了21所中小学、28所幼儿园。", "张村河南岸今年底完成治理。崂山区有两院院士19人,保障性住房1000套。"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("章村河片区规划了几所学校", "张村河片区规划了几所学校"),
        ("住崂山的院事有多少", "住崂山的院士有多少"),
        ("保章房有几套", "保障房有几套"),
    ],
)
def test_a_wrong_character_that_sounds_the_same_is_put_right(typed: str, meant: str) -> None:
    assert as_meant(typed, PASSAGES) == meant


@pytest.mark.parametrize(
    "right",
    [
        "张村河片区规划了几所学校",  # stands there as it is
        "李村河片区规划了几所学校",  # another name that sounds otherwise
        "什么时间完成治理",  # 时间 is a word, whatever else sounds so
        "张村河治理花了多少钱",
        "崂山区有几家医院",
    ],
)
def test_what_is_right_is_left_alone(right: str) -> None:
    assert as_meant(right, PASSAGES) is None


def test_without_passages_nothing_is_put_right() -> None:
    assert as_meant("章村河片区规划了几所学校", []) is None
