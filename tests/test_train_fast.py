"""The fast form learns from pairs: rules that make them, bags of pieces, a run that is killed and goes on, a folder that loads."""

import itertools
import json
import lzma
import random
from types import SimpleNamespace

import numpy as np
import pytest

from index import train_fast
from index.encode import SHIPPED as ENCODER
from index.encode import tokenizer
from index.fast import FastEncoder
from index.fast_card import card
from index.fast_pairs import DATELINE, WINDOW, all_pairs, left_out, news_pairs, question_window, window
from index.train_fast import texts_of

SENTENCES = [f"第{number}届花会在东湖公园开幕，来了{number * 3}万人，比去年多得多。" for number in range(1, 9)]


def test_a_sentence_is_paired_with_those_around_it_and_never_with_itself():
    pairs = list(news_pairs("东湖花会年年办人人爱", "".join(SENTENCES), random.Random(3)))
    assert pairs[0][0] == "东湖花会年年办人人爱" and pairs[0][1] in "".join(SENTENCES)
    asked, found = pairs[-1]
    assert asked in SENTENCES and asked not in found and len(found) <= WINDOW


def test_where_there_is_no_title_the_lead_stands_for_it_without_its_dateline():
    text = "东湖日报4月1日电（记者王芳）" + "".join(SENTENCES)
    asked, found = next(iter(news_pairs("", text, random.Random(0))))
    assert asked == SENTENCES[0] and asked not in found
    assert DATELINE.sub("", "（王芳）公园开放。") == "公园开放。"
    assert list(news_pairs("", "", random.Random(0))) == []


def test_the_answer_stands_somewhere_in_the_window():
    context = "前" * 400 + "答案" + "后" * 400
    assert all("答案" in question_window(context, 400, random.Random(seed)) for seed in range(20))
    assert (window("短", 5), len(window("长" * 600, 590))) == ("短", WINDOW)


@pytest.fixture
def data(tmp_path):
    """Forty short articles, one of which a gold file asks about, and one question."""
    folder = tmp_path / "data"
    for part in ("news", "train"):
        (folder / part).mkdir(parents=True)
    cities = "南 北 东 西 江 河 湖 海 山 川 春 夏 秋 冬 风 云 雨 雪 金 银".split()
    names = [one + other for one, other in zip(cities * 2, [*cities[1:], *cities, "金"], strict=True)]
    articles = [
        {
            "id": f"n{number}",
            "title": f"{name}市今天通了新地铁线路",
            "text": f"{name}市的地铁昨天通车了。{name}市民都来试乘看看。全长{number}公里。设{number}座站。",
        }
        for number, name in enumerate(names)
    ]
    question = {"question": "东湖公园种了多少棵树", "context": "东湖公园种了300棵银杏。", "answers": [{"text": "300", "start": 6}]}
    for name, rows in (("news/xwlb", articles), ("train/cmrc2018_train", [question])):
        with lzma.open(folder / f"{name}.jsonl.xz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "gold.jsonl").write_text(json.dumps({"articles": ["n7"]}) + "\n")
    return folder


def test_articles_of_a_gold_file_are_left_out(data):
    out = left_out([data.parent / "gold.jsonl"])
    pairs = list(all_pairs(data, out, random.Random(0)))
    everything = list(all_pairs(data, frozenset(), random.Random(0)))
    assert out == {"n7"} and len(pairs) < len(everything)
    assert not any("设7座站" in found for _, found in pairs) and any("设7座站" in found for _, found in everything)
    assert ("东湖公园种了多少棵树", "东湖公园种了300棵银杏。") in pairs


def test_bags_are_the_pieces_of_the_texts_and_some_are_left_out_when_drawn():
    texts = texts_of(["东湖公园", "西岸大桥昨天通车", ""], tokenizer(ENCODER))
    ids, begins = texts.bags(np.array([1, 0]))
    whole = [tokenizer(ENCODER).encode(text, add_special_tokens=False).ids for text in ("西岸大桥昨天通车", "东湖公园")]
    assert ids.tolist() == whole[0] + whole[1] and begins.tolist() == [0, len(whole[0])]
    fewer, _ = texts.bags(np.array([1] * 50), np.random.default_rng(0))
    assert 0.7 * 50 * len(whole[0]) < len(fewer) < 50 * len(whole[0])


def test_a_killed_run_goes_on_and_the_right_passage_comes_nearer(data, tmp_path, monkeypatch):
    pieces = tokenizer(ENCODER).get_vocab_size()
    start = np.random.default_rng(0).normal(size=(pieces, 16)).astype(np.float32) * np.float32(0.1)
    monkeypatch.setattr(train_fast, "beginning", lambda counts, cutter: start)
    monkeypatch.setattr(train_fast, "EVERY", 1)
    clock = itertools.count(0.0, 0.1)  # a step takes a tenth of a second, whatever the machine is busy with
    monkeypatch.setattr(train_fast, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    learn = train_fast.Trainer.learn

    def killed(self, asked, found):
        if self.step == 3:
            raise KeyboardInterrupt
        return learn(self, asked, found)

    monkeypatch.setattr(train_fast.Trainer, "learn", killed)
    with pytest.raises(KeyboardInterrupt):
        train_fast.train(data, tmp_path / "out", 0.02, [])
    monkeypatch.setattr(train_fast.Trainer, "learn", learn)
    monkeypatch.setattr(train_fast, "beginning", None)  # not begun again
    facts = train_fast.train(data, tmp_path / "out", 0.02, [])
    assert 12 <= facts["steps"] <= 13 and facts["first"] >= facts["begin_first"]
    assert FastEncoder(tmp_path / "out" / "model").encode_question("东湖公园").shape == (16 + 8,)
    assert (tmp_path / "out" / "model" / "README.md").read_text(encoding="utf-8") == card(facts)
