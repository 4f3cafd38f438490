"""Where a block of paragraphs fits: beside those whose words it shares."""

from corpus.fit import Fit

LINES = [
    "桥梁工程今年三月开工，主塔高一百二十米，由省路桥集团承建。",
    "主塔施工采用爬模，路桥集团每天安排两班工人。",
    "博物馆新馆昨天开放，第一天迎来八千名观众。",
    "观众最爱看的是青铜器展厅，博物馆为此延长了开放时间。",
    "路桥集团还承建了博物馆新馆的连廊，主塔封顶那天新馆也开放了。",
]


def test_a_block_goes_where_its_words_are() -> None:
    order = [(0,), (1,), (2,), (3,)]
    place, score, _ = Fit(LINES).slot(order, [(4,)])
    assert place == 2
    assert score > 0


def test_paragraphs_that_open_alike_belong_together() -> None:
    lines = ["生产方面，布局四个园区。", "安居方面，提供住房一千套。", "人才数量排在前列。", "生态方面，治理河道。"]
    fit = Fit(lines)
    assert fit.alike(0, 3) > fit.alike(2, 3)


def test_a_page_without_shared_words_says_that_it_does_not_know() -> None:
    lines = ["甲甲乙乙丙丙丁丁。", "戊戊己己庚庚辛辛。", "子子丑丑寅寅卯卯。"]
    assert Fit(lines).slot([(0,), (1,)], [(2,)])[1] == 0.0
