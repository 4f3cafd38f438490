"""A question that asks for two facts is taken apart; one that asks for one stays whole."""

from app.parts import parts_of


def test_each_part_that_asks_keeps_what_stands_before_the_first() -> None:
    assert parts_of("张村河片区，用上的几所，在盖的几所") == ["张村河片区，用上的几所", "张村河片区，在盖的几所"]
    assert parts_of("剧院前任院长是谁，干了多久") == ["剧院前任院长是谁", "剧院前任院长干了多久"]
    assert parts_of("换块电池多少钱，今年换几辆") == ["换块电池多少钱", "换块今年换几辆"]


def test_things_named_together_get_a_question_each() -> None:
    assert parts_of("1994年和2024年的经济总量分别是多少") == ["1994年的经济总量是多少", "2024年的经济总量是多少"]
    assert parts_of("县道和村道各有多少公里") == ["县道有多少公里", "村道有多少公里"]


def test_one_fact_is_one_question() -> None:
    for one in ("我没啥文凭，能算哪类", "住了好几年，有多少户", "各地有多少所学校", "如何做到十几年不涨价"):
        assert parts_of(one) == [one]
