"""What a large corpus costs, measured on a small one."""

import json

import pytest
from conftest import TINY

from eval import scale
from eval.scale import MadeUpEncoder, clustered, measure_build, measure_vectors


def test_made_up_vectors_depend_on_the_text_alone():
    encoder = MadeUpEncoder()
    alone, together = encoder.encode_question("东湖公园"), encoder.encode_passages(["西岸大桥", "东湖公园"])[1]
    assert alone.tolist() == together.tolist() and float(alone @ alone) == pytest.approx(1, abs=1e-5)


def test_clustered_vectors_are_of_length_one_and_have_much_in_common():
    vectors, questions = clustered(1000)
    assert vectors.shape == (1000, 384) and questions.shape == (200, 384)
    assert (vectors**2).sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert float((vectors[:100] @ vectors[500:600].T).mean()) > 0.5


def test_recall_of_an_exact_index_is_one_but_for_rounding():
    assert measure_vectors(500)["recall@20"] > 0.99


def test_a_build_and_its_repetition_are_measured(tmp_path, capsys, monkeypatch):
    (tmp_path / "articles").mkdir()
    for name, text in TINY.items():
        (tmp_path / "articles" / name).write_text(text, encoding="utf-8")
    found = measure_build([tmp_path / "articles"], tmp_path / "index")
    assert (found["build"]["passages"], found["build"]["encoded"], found["again"]["encoded"]) == (5, 5, 0)
    assert found["peak_mb"]["own"] > 0 and found["copies"] == 0
    monkeypatch.setattr("sys.argv", ["scale", "--vectors", "300"])
    scale.main()
    assert json.loads(capsys.readouterr().out)["vectors"][0]["cells"] == 0
