"""In what order passages that were read are shown: the formula by hand, the most confident candidate counts."""

from types import SimpleNamespace

import pytest

from app.ranking import WEIGHTS, Signs, all_signs, ordered, score_of, signs_of, values_of


def read(number, found=0.0, margin=0.0):
    return SimpleNamespace(passage=SimpleNamespace(article_id="a", number=number), found=found, margin=margin)


def candidate(read, confidence, passage=0.0, year=0.0):
    seen = SimpleNamespace(passage=passage, article=0.5, missing_article=0.2, sentence=0.0, year=year, figure=1.0)
    return SimpleNamespace(read=read, confidence=confidence, seen=seen)


def test_a_score_is_the_weighted_sum_of_the_signs():
    signs = Signs(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0)
    assert score_of(signs) == pytest.approx(sum(w * s for w, s in zip(values_of(WEIGHTS), range(1, 10), strict=True)))


def test_the_most_confident_candidate_of_a_passage_counts():
    one = read(0)
    (signs,) = all_signs([one], [candidate(one, 0.5, passage=0.9), candidate(one, 0.1, passage=0.1)])
    assert (signs.passage, signs.sure) == (0.9, pytest.approx(0.0, abs=1e-9))


def test_a_passage_without_a_candidate_has_nothing_for_it_but_search_and_reader():
    signs = signs_of(read(0, found=-1.0, margin=-20.0), None)
    assert (signs.found, signs.margin, signs.article, signs.missing) == (-0.5, -2.0, 0.0, 1.0)


def test_reader_and_search_both_have_a_say():
    first, pointed_into, behind = read(0), read(1, found=-0.2, margin=8.0), read(2, found=-50.0, margin=8.0)
    assert ordered([first, pointed_into, behind], []) == [1, 0, 2]


def test_the_year_asked_for_decides_between_two_alike():
    one, other = read(0), read(1)
    assert ordered([one, other], [candidate(one, 0.5, year=-1.0), candidate(other, 0.5, year=1.0)]) == [1, 0]


def test_equal_ones_stay_as_they_were_found():
    assert ordered([read(0), read(1), read(2)], []) == [0, 1, 2]
    assert ordered([], []) == []
