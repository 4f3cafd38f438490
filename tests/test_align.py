"""What of a question a text bears out: shares of weight, as arithmetic."""

import pytest

from app.align import Cover, Term, coverage, figures, found_share, heaviest_missing, missing, searchable, terms, years

SCHOOL, RIVER, HOSPITAL = Term("学校", ("中小学",), 2.0), Term("张村河", (), 3.0), Term("医院", (), 5.0)


def test_terms_are_the_content_words_once_in_order():
    found = terms("请问张村河片区规划了多少所学校,学校呢", lambda word: 4.0 if word == "学校" else 1.0)
    words = [term.word for term in found]
    assert words.count("学校") == 1 and not {"请问", "多少", "了", "呢"} & set(words)
    assert "".join(words).startswith("张村河")
    assert next(term.weight for term in found if term.word == "学校") == 4.0
    assert "中小学" in next(term.stand_ins for term in found if term.word == "学校")


def test_years_and_figures_are_no_terms():
    assert terms("2024年3.5的去年", lambda word: 1.0) == ()


def test_a_word_of_the_index_weighs_at_least_a_tenth():
    assert [term.weight for term in terms("学校", lambda word: 0.0)] == [0.1]


@pytest.mark.parametrize(
    ("text", "share"),
    [("张村河片区", 1.0), ("张村的河", 0.6 * 1 / 2), ("李沙河", 0.0), ("", 0.0)],
)
def test_a_word_counts_whole_or_by_its_pairs(text, share):
    assert found_share(RIVER, text) == pytest.approx(share)


def test_a_stand_in_is_as_good_and_a_word_of_one_pair_is_there_or_not():
    assert (found_share(SCHOOL, "21所中小学"), found_share(SCHOOL, "学费校服")) == (1.0, 0.0)


def test_coverage_is_the_share_of_weight():
    assert coverage((SCHOOL, RIVER, HOSPITAL), "张村河的学校") == pytest.approx((2 + 3) / (2 + 3 + 5))
    assert coverage((RIVER, HOSPITAL), "张村的河") == pytest.approx(3 * 0.3 / (3 + 5))
    assert coverage((), "什么都行") == 1.0
    assert Cover((SCHOOL, RIVER, HOSPITAL))("张村河的学校") == pytest.approx(0.5)


def test_the_heaviest_word_missing_is_measured_by_the_heaviest_of_all():
    assert heaviest_missing((SCHOOL, RIVER, HOSPITAL), "医院") == pytest.approx(3 / 5)
    assert heaviest_missing((SCHOOL, RIVER, HOSPITAL), "张村河学校医院") == 0.0
    assert heaviest_missing((), "") == 0.0
    assert missing((SCHOOL, RIVER, HOSPITAL), "学校") == ["医院", "张村河"]


def test_years_named_and_meant():
    assert years("2024年和去年、95年、24年", 2025) == {2024, 1995}
    assert years("今年底和后年", 2025) == {2025, 2027}
    assert years("今年", None) == frozenset()


def test_figures_are_numbers_but_years():
    assert figures("2024年新增20家,占3.5%") == {"20", "3.5"}


def test_texts_are_compared_simplified_half_width_and_lower_case():
    assert searchable("張村河ＧＤＰ") == "张村河gdp"
