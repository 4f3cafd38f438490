"""Each metric on examples small enough to do by hand; expected values are written as that arithmetic."""

import pytest

from eval.metrics import (
    article_rank,
    auroc,
    bootstrap_figure,
    bootstrap_interval,
    common_run,
    ece,
    em,
    evidence_rank,
    f1,
    in_quote,
    inside,
    mean,
    normal,
    percentile,
    refused_at,
    reliability,
    risk_coverage,
    threshold_at,
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("２１所中小学、28所幼儿园。", "21所中小学28所幼儿园"),
        ("约30.7平方公里", "约30.7平方公里"),
        ("GDP 5.5%以上", "gdp5.5%以上"),
        ("3.5‰", "3.5‰"),
        ("完.句.号.", "完句号"),
        ("第1.", "第1"),
        ("1..2", "12"),
        ("《》“”", ""),
        ("", ""),
    ],
)
def test_normal_keeps_what_carries_meaning(text, left):
    assert normal(text) == left


@pytest.mark.parametrize(
    ("wanted", "shown", "found"),
    [
        ("20", "2025年", False),
        ("20", "120家", False),
        ("20", "1.20倍", False),
        ("20", "20.5倍", False),
        ("20", "2025年新增20家", True),
        ("20家", "120家", False),
        ("家20", "家205", False),
        ("银杏", "种银杏树", True),
        ("", "什么", False),
        ("长过它", "长", False),
    ],
)
def test_a_number_is_not_found_inside_a_longer_one(wanted, shown, found):
    assert inside(wanted, shown) is found


def test_exact_match_is_after_normalising():
    assert em("２０家。", ["三家", "20家"]) == 1
    assert em("约20家", ["20家"]) == 0
    assert em("20家", []) == 0


def test_f1_is_the_longest_common_run_over_both_lengths():
    assert f1("约300棵银杏", ["300棵银杏"]) == pytest.approx(2 * 6 / (7 + 6))
    assert f1("300棵树", ["300棵银杏"]) == pytest.approx(2 * 4 / (5 + 6))
    assert f1("甲乙丙丁", ["甲乙X丙丁Y"]) == pytest.approx(2 * 2 / (4 + 6))  # not a subsequence: one run of two


def test_f1_takes_the_best_gold_and_is_zero_for_nothing():
    assert f1("四成", ["超四成", "四成"]) == 1
    assert f1("。", ["四成"]) == f1("四成", ["。"]) == f1("四成", []) == f1("", [""]) == 0


def slow_common_run(a, b):
    return max((size for size in range(1, len(a) + 1) for at in range(len(a) - size + 1) if a[at : at + size] in b), default=0)


@pytest.mark.parametrize(
    ("a", "b"), [("", ""), ("甲", ""), ("abcab", "cabca"), ("一二三四五", "零二三四六二三四五"), ("aaaa", "aa"), ("甲", "乙")]
)
def test_common_run_agrees_with_trying_every_run(a, b):
    assert common_run(a, b) == common_run(b, a) == slow_common_run(a, b)


def test_in_quote_reads_three_sentences_of_200_characters():
    assert in_quote(["种了300棵银杏;"], ["300棵银杏"]) == 1
    assert in_quote(["无"] * 3 + ["种了300棵银杏"], ["300棵银杏"]) == 0
    assert in_quote(["字" * 196 + "三百银杏"], ["三百银杏"]) == 1
    assert in_quote(["字" * 197 + "三百银杏"], ["三百银杏"]) == 0
    assert in_quote([], ["三百银杏"]) == in_quote(["三百银杏"], []) == 0


def test_evidence_rank_is_the_first_passage_that_holds_it():
    assert evidence_rank(["甲", "乙丙。", "丙"], ["丙"]) == 2
    assert evidence_rank(["甲", "字" * 400 + "丙"], ["丙"]) is None
    assert evidence_rank(["乙", "甲"], ["甲", "乙"]) == 1
    assert evidence_rank([], ["甲"]) is evidence_rank(["甲"], []) is None


def test_article_rank_counts_different_articles_and_near_duplicates():
    assert article_rank(["a", "a", "a", "b"], {}, ["b"]) == 2
    assert article_rank(["a", "b"], {"a": ["twin"]}, ["twin"]) == 1
    assert article_rank(["a", "b"], {}, ["c"]) is None
    assert article_rank(["a"], {}, []) is None


def test_refused_at_lets_at_most_that_share_of_answerable_rows_go():
    answerable = [0.1, 0.4, 0.5, 0.6, 0.7, 0.7, 0.8, 0.9, 0.9, 1.0]
    assert threshold_at(0.05, answerable) == 0.1
    assert threshold_at(0.10, answerable) == 0.4  # refuses one of ten
    assert refused_at(0.10, answerable, [0.1, 0.3, 0.4, 0.9]) == 2 / 4  # 0.4 itself is not below
    assert refused_at(0.05, answerable, [0.1, 0.3]) == 0 / 2
    assert refused_at(0.10, [], [0.1]) is refused_at(0.10, [0.1], []) is None


def test_auroc_counts_pairs_and_halves_ties():
    assert auroc([0.9, 0.5], [0.5, 0.1]) == (1 + 1 + 0.5 + 1) / 4
    assert auroc([0.2], [0.8]) == 0
    assert auroc([0.3, 0.3], [0.3]) == 0.5
    assert auroc([], [0.1]) is auroc([0.1], []) is None


def test_ece_weighs_each_bin_by_its_rows():
    pairs = [(0.95, True), (0.91, False), (1.0, True), (0.15, False)]
    high, low = ((0.95 + 0.91 + 1.0) / 3, 2 / 3, 3), (0.15, 0.0, 1)
    assert reliability(pairs) == [low, pytest.approx(high)]
    assert ece(pairs) == pytest.approx(3 / 4 * abs(high[0] - high[1]) + 1 / 4 * 0.15)
    assert ece([]) is None


def test_percentiles_are_values_that_occurred():
    assert percentile([30, 10, 20, 40], 0.5) == 30
    assert percentile(list(range(100)), 0.95) == 95
    assert percentile([7], 0.95) == 7
    assert percentile([], 0.5) is None


def test_mean_of_nothing_is_none():
    assert mean([]) is None
    assert mean([1.0, 0.0, 0.0]) == 1 / 3


def test_risk_coverage_goes_from_the_surest_to_the_system_as_it_stands():
    points = risk_coverage([(0.5, False), (0.9, True), (0.9, True), (0.7, False)], asked=10)
    assert points == [(2 / 10, 0 / 2), (3 / 10, 1 / 3), (4 / 10, 2 / 4)]
    assert risk_coverage([], asked=10) == []


def test_the_interval_of_a_mean_is_near_the_normal_one_and_repeats():
    values = [1.0] * 60 + [0.0] * 40
    low, high = bootstrap_interval(values)
    half_width = 1.96 * (0.6 * 0.4 / 100) ** 0.5
    assert (low, high) == pytest.approx((0.6 - half_width, 0.6 + half_width), abs=0.02)
    assert bootstrap_interval(values) == (low, high)
    assert bootstrap_interval(values, seed=1) != (low, high)


def test_intervals_of_constants_and_of_nothing():
    assert bootstrap_interval([0.25] * 9) == (0.25, 0.25)
    assert bootstrap_interval([]) is None
    assert bootstrap_figure([], mean) is None
    assert bootstrap_figure([1], lambda _: None, n=5) is None


def test_the_interval_of_any_figure_agrees_with_that_of_a_mean():
    values = [float(number % 3 == 0) for number in range(90)]
    assert bootstrap_figure(values, mean) == pytest.approx(bootstrap_interval(values), abs=0.03)
