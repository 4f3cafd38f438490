"""What the small transformer says of two halves of a sentence."""

from pathlib import Path

import numpy as np
import pytest

from corpus.continues import Continues, load_continues
from corpus.errors import BadModel

HALVES = ("并且加快推进义务教育优质均", "衡发展，让更多孩子在家门口上好学校。")
STRANGERS = ["据市水务局介绍，三座水库的水位都低于汛限水位。", "记者：崂山区提出了什么目标？", "本报记者 李四 摄"]


def test_the_other_half_goes_on_better_than_strangers() -> None:
    right, *others = load_continues().odds([HALVES, *((HALVES[0], start) for start in STRANGERS)])
    assert right > max(others) + 1


def test_a_pair_has_the_same_figure_in_any_company() -> None:
    model = load_continues()
    (alone,) = model.odds([HALVES])
    company = model.odds([(start, HALVES[1]) for start in STRANGERS] * 30 + [HALVES])  # more than one batch
    assert np.isclose(company[-1], alone, atol=1e-4)


def test_no_pairs_no_figures() -> None:
    assert len(load_continues().odds([])) == 0


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match=str(tmp_path)):
        Continues(tmp_path)
