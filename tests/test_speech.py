"""A word's tag is the one jieba's dictionary prints beside it."""

import jieba
import pytest

from app.speech import tag


def test_every_hundredth_word_has_its_own_tag():
    with jieba.get_module_res("dict.txt") as file:
        lines = file.read().decode().split("\n")
    words = {line.split()[0]: line.split()[-1] for line in lines if line}
    sample = [min(words), max(words), *list(words)[::100]]
    assert [tag(word) for word in sample] == [words[word] for word in sample]


@pytest.mark.parametrize("word", ["张村河", "zzzz", "", "龥龥龥", "\U0010ffff"])
def test_a_word_that_is_not_there_has_none(word):
    assert tag(word) == ""
