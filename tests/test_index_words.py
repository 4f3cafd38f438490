"""Terms of a text: words, bigrams, and nothing that depends on where or when they are made."""

import hashlib
import subprocess
import sys

import pytest

from index.words import DICTIONARY, VERSION, bigrams, characters, dictionary_hash, tokenize, words

# jieba's cut is part of the index format: a change here wants a new VERSION and a new index
PINNED = ["张村河", "片区", "张村河片区", "规划", "21", "中小", "小学", "中小学", "幼儿", "幼儿园"]


def test_the_terms_of_this_version():
    assert VERSION == 2
    assert set(PINNED) <= set(words("张村河片区规划了21所中小学、28所幼儿园"))
    assert "了" not in words("张村河片区规划了21所中小学")


def test_words_of_the_dictionary_stay_whole():
    names = [line.split()[0] for line in DICTIONARY.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]
    assert len(names) == len(set(names)) > 10
    for name in names:
        if all("\u3400" <= character <= "\u9fff" for character in name):
            assert name in words(name), name


def test_numbers_and_letters_are_whole_and_of_one_case():
    assert words("5G信号、VR、5.5%、1,900") == ["5", "g", "信号", "vr", "5.5%", "1", "900"]


@pytest.mark.parametrize("same", ["ＧＤＰ增长５．５％", "gdp增长5.5%", "GDP增長5.5%", "GDP增\u200b长5.5%"])
def test_forms_of_one_text_have_the_same_terms(same):
    assert tokenize(same) == tokenize("GDP增长5.5%")


def test_words_without_content_are_left_out():
    assert words("请问张村河有多少个学校呢") == words("张村河学校")
    assert words("的了吗") == []


def test_bigrams_are_neighbours_and_cross_no_mark():
    assert bigrams("东湖公园，开放3天") == ["东湖", "湖公", "公园", "开放", "天"]
    assert bigrams("abc 12") == []


def test_words_and_bigrams_never_count_as_one():
    assert tokenize("学校") == ["学校", "_学校"]
    assert characters("学校") == ["=学", "=校"]


def test_characters_are_of_the_cleaned_text_and_numbers_are_none():
    assert characters("東湖公园，3天GDP") == ["=东", "=湖", "=公", "=园", "=天"]


@pytest.mark.parametrize("text", ["", "。，！", " \n\u3000", "\x00", "😀", "\ud800"])
def test_a_text_without_words_has_no_terms(text):
    assert tokenize(text) + characters(text) == []


def test_the_dictionary_is_known_by_its_hash():
    assert dictionary_hash() == hashlib.sha256(DICTIONARY.read_bytes()).hexdigest()


def test_terms_are_the_same_without_a_cache_and_whatever_the_hash_seed(tmp_path):
    text = "张村河片区规划了21所中小学"
    code = f"import sys; from index.words import tokenize; sys.stdout.buffer.write(' '.join(tokenize('{text}')).encode())"
    environment = {"PYTHONHASHSEED": "7", "XDG_CACHE_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert ran.stdout.decode() == " ".join(tokenize("张村河片区规划了21所中小学"))
    assert ran.stderr == b""
    assert [path.stat().st_mode & 0o777 for path in tmp_path.glob("wenyuan/*")] == [0o700]  # nobody else may write what is loaded
