"""Near-duplicates: small edits, another head or tail; and what only looks alike."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.near import copies, earliest_first, originals, pairs, print_of, repeats, shingles, sketch

WORDS = "东湖公园昨天开放市民前来参观银杏樱花园林局管理全年免费西岸大桥通车双向车道地铁线年底设站学校规划片区医院投资项目企业科技创新"


def article(seed, length=400):
    draw = random.Random(seed)
    return "".join(draw.choice(WORDS) + ("，" if at % 17 == 16 else "") for at in range(length))


def edited(text, edits, seed=1):
    draw, characters = random.Random(seed), list(text)
    for at in draw.sample(range(len(characters)), edits):
        characters[at] = draw.choice(WORDS)
    return "".join(characters)


def slow_copies(one, other):
    """Jaccard of sets of four neighbouring characters, or containment, from the definition."""
    bare = ["".join(c for c in text if c.isalnum()) for text in (one, other)]
    first, second = ({text[at : at + 4] for at in range(max(len(text) - 3, 1))} for text in bare)
    short, long = sorted((len(first), len(second)))
    inside = short >= 50 and long <= 2 * short and len(first & second) >= 0.8 * short
    return len(first & second) >= 0.8 * len(first | second) or inside


def found(*texts, days=None):
    prints = [print_of(text) for text in texts]
    order = earliest_first(days or [None] * len(texts), [f"{number:04d}" for number in range(len(texts))])
    return originals(np.stack([sketch(one.shingles) for one in prints]), order, prints.__getitem__).tolist()


@pytest.mark.parametrize("edits", [0, 1, 5, 8])
def test_small_edits_make_a_copy(edits):
    assert found(article(1), article(2), edited(article(1), edits)) == [0, 1, 0]


def test_another_head_or_tail_makes_a_copy():
    text = article(1)
    assert found(text, "（东湖通讯社电）" + article(7, 60) + text, text + article(8, 120), text[60:]) == [0, 0, 0, 0]


def test_white_space_and_punctuation_do_not_count():
    assert found("东湖公园昨天开放，市民前来参观。", "东湖公园 昨天开放\n市民前来参观") == [0, 0]


def test_the_earliest_is_the_original_and_one_without_a_day_is_late():
    text = article(1)
    assert found(text, text, text, days=[None, "2025-03-02", "2025-03-01"]) == [2, 2, 2]
    assert found(text, text, days=["2025-03-01", "2025-03-01"]) == [0, 0]


def test_what_only_looks_alike_is_no_copy():
    weather = "东湖今天多云，最高气温{}度，最低气温{}度，东北风{}级，空气质量指数{}，适合市民到公园参观游览。" * 3
    days = [weather.format(*(7 * day + place for place in range(12))) for day in range(1, 6)]
    assert found(*days) == [0, 1, 2, 3, 4]
    prices = "东湖公园门票今天调整为{}元，年票{}元，老人和儿童免票，军人凭证免票，团体可以预约，早上六点开门，晚上九点关门。" * 3
    assert found(prices.format(*"123456"), prices.format(*"783459")) == [0, 1], "a new price is news"
    assert found("第1号公园昨天开放。", "第2号公园昨天开放。") == [0, 1]
    digest = article(1, 150) + article(2, 150) + article(3, 150)
    assert found(article(1, 150), article(2, 150), digest) == [0, 1, 2], "a digest is no copy of what it brings together"


def test_no_chain_of_small_changes_joins_two_articles():
    texts = [article(1)]
    for step in range(12):
        texts.append(edited(texts[-1], 12, seed=step))
    made = found(*texts)
    assert len(set(made)) > 1
    for row, original in enumerate(made):
        assert made[original] == original and (row == original or copies(print_of(texts[row]), print_of(texts[original])))


def test_many_copies_of_one():
    assert found(*[article(1)] * 300, article(2)) == [0] * 300 + [300]


def test_candidates_miss_no_copy_among_many():
    texts = [article(seed, 300) for seed in range(60)]
    texts += [edited(text, 6, seed) for seed, text in enumerate(texts)]
    made = pairs(np.stack([sketch(shingles(text)) for text in texts])).tolist()
    slow = [[one, other] for other in range(len(texts)) for one in range(other) if slow_copies(texts[one], texts[other])]
    assert slow == [[number, number + 60] for number in range(60)]
    assert [pair for pair in slow if pair not in made] == [] and len(made) < 70


@given(st.text("东湖公园开放a", max_size=80), st.text("东湖公园开放a", max_size=80))
def test_the_comparison_is_the_definition(one, other):
    if one.strip() and other.strip():
        assert copies(print_of(one), print_of(other)) == slow_copies(one, other) or min(len(one), len(other)) < 4


def test_a_copys_passage_is_worth_finding_when_it_says_something_new():
    original = shingles(article(1))
    assert repeats(shingles(article(1)[100:200]), original)
    assert repeats(shingles("责任编辑：王芳 来源：东湖日报"), original)
    assert not repeats(shingles(article(9, 120)), original)


def test_nothing_to_compare():
    assert pairs(np.zeros((0, 120), dtype=np.uint32)).shape == (0, 2)
    assert found("。！？") == [0]
