"""The shipped encoder: unit vectors, the same alone and in any batch, the same as sentence-transformers' own parts."""

import json
import shutil
import warnings
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import BadModel
from index.encode import LONGEST, SHIPPED, OnnxEncoder, folder_fingerprint, load_encoder, padded, session, tokenizer

TEXTS = [
    "张村河片区规划多少所学校",
    "片区规划了21所中小学、28所幼儿园,目前已投用17所,在建5所;片区还将积极探索智慧道路、智慧公园等场景应用。",
    "GDP 5.5%",
    "。",
    "",
    "𠮷😀\u200b",
    "崂山区已有住崂两院院士19人、国家级高层次人才230人,各类人才总量突破23万人。" * 3,
]


def small_copy(folder: Path) -> Path:
    """The shipped folder but for its weights."""
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("*.onnx"))
    return folder


def test_vectors_are_of_length_one(shipped_encoder):
    vectors = shipped_encoder.encode_passages(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((len(TEXTS), shipped_encoder.dimensions), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    assert np.linalg.norm(shipped_encoder.encode_question(TEXTS[0])) == pytest.approx(1, abs=1e-5)


def test_a_text_has_the_same_vector_alone_and_in_any_batch(shipped_encoder):
    together = shipped_encoder.encode_passages(TEXTS)
    turned = shipped_encoder.encode_passages([*reversed(TEXTS), "另一段文字，" * 80])
    for row, text in enumerate(TEXTS):
        alone = shipped_encoder.encode_passages([text])[0]
        assert alone == pytest.approx(together[row], abs=1e-5)
        assert alone == pytest.approx(turned[len(TEXTS) - 1 - row], abs=1e-5)


def test_questions_and_passages_have_prefixes_of_their_own(shipped_encoder):
    prompts = json.loads((SHIPPED / "config_sentence_transformers.json").read_text(encoding="utf-8"))["prompts"]
    assert prompts["query"] != prompts["passage"]
    question, passage = shipped_encoder.encode_question("张村河"), shipped_encoder.encode_passages(["张村河"])[0]
    assert float(question @ passage) < 0.999
    bare = OnnxEncoder(SHIPPED, 1)
    bare._question_prefix = ""
    assert bare.encode_question(prompts["query"] + "张村河") == pytest.approx(question, abs=1e-5)


def test_the_same_numbers_as_sentence_transformers_own_parts(shipped_encoder):
    """`SentenceTransformer(folder, backend="onnx")` needs optimum-onnx, which wants transformers below 4.58 and cannot stand beside the
    pinned one. So its own parts are put together as it does: the tokenizer by transformers, the ONNX graph, then the Pooling and
    Normalize that sentence-transformers loads from the folder's modules.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of their imports
        import torch
        from sentence_transformers.models import Normalize, Pooling
        from transformers import AutoTokenizer

    modules = json.loads((SHIPPED / "modules.json").read_text(encoding="utf-8"))
    assert [module["path"] for module in modules] == ["", "1_Pooling", "2_Normalize"]
    prompts = json.loads((SHIPPED / "config_sentence_transformers.json").read_text(encoding="utf-8"))["prompts"]
    theirs, pooling, normalize = AutoTokenizer.from_pretrained(SHIPPED), Pooling.load(str(SHIPPED / "1_Pooling")), Normalize()
    graph = session(SHIPPED / "onnx" / "model.onnx", 1)

    def encode(texts: list[str]) -> np.ndarray:
        tokens = theirs(texts, padding=True, truncation=True, max_length=512, return_tensors="np")
        (hidden,) = graph.run(None, {"input_ids": tokens["input_ids"], "attention_mask": tokens["attention_mask"]})
        features = {"token_embeddings": torch.from_numpy(hidden), "attention_mask": torch.from_numpy(tokens["attention_mask"])}
        return normalize(pooling(features))["sentence_embedding"].numpy()

    ours = shipped_encoder.encode_passages(TEXTS)
    cosines = (ours * encode([prompts["passage"] + text for text in TEXTS])).sum(axis=1)
    assert cosines.min() >= 0.9999
    for text in TEXTS[:3]:
        assert float(shipped_encoder.encode_question(text) @ encode([prompts["query"] + text])[0]) >= 0.9999


def test_meaning_is_near(shipped_encoder):
    question = shipped_encoder.encode_question("张村河片区规划多少所学校")
    passages = shipped_encoder.encode_passages([TEXTS[1], TEXTS[6], "公园全年免费开放。"])
    assert np.argmax(passages @ question) == 0


def test_only_the_first_tokens_of_a_very_long_text_count(shipped_encoder):
    long = "崂山区今年将建设十所学校。" * 100
    first, second = shipped_encoder.encode_passages([long, long + "西岸大桥通车。"])
    assert first == pytest.approx(second, abs=1e-6)
    assert len(tokenizer(SHIPPED).encode(long).ids) > LONGEST


def test_progress_adds_up_and_nothing_gives_nothing(shipped_encoder):
    told: list[int] = []
    shipped_encoder.encode_passages(TEXTS * 5, told.append)
    assert sum(told) == len(TEXTS) * 5
    assert shipped_encoder.encode_passages([]).shape == (0, shipped_encoder.dimensions)


def test_padding_by_hand():
    ids, mask = padded([[5, 6, 7], [8]], 1)
    assert ids.tolist() == [[5, 6, 7], [8, 1, 1]]
    assert mask.tolist() == [[1, 1, 1], [1, 0, 0]]


def test_a_fingerprint_changes_with_names_and_bytes_but_not_with_the_card(tmp_path):
    (tmp_path / "a.json").write_text("1")
    before = folder_fingerprint(tmp_path)
    (tmp_path / "README.md").write_text("card")
    assert folder_fingerprint(tmp_path) == before
    (tmp_path / "a.json").write_text("2")
    changed = folder_fingerprint(tmp_path)
    (tmp_path / "a.json").rename(tmp_path / "b.json")
    assert len({before, changed, folder_fingerprint(tmp_path)}) == 3


@pytest.mark.parametrize("name", ["pytorch_model.bin", "a.pkl", "x/model.pt", "code.py"])
def test_a_file_that_runs_code_when_read_has_no_place_in_a_model_folder(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).touch()
    with pytest.raises(BadModel, match=name):
        load_encoder(str(tmp_path), 1)


def test_a_missing_folder_and_missing_parts_are_named(tmp_path):
    with pytest.raises(BadModel, match="没有这个模型文件夹"):
        OnnxEncoder(tmp_path / "none", 1)
    with pytest.raises(BadModel, match=r"没有 tokenizer\.json"):
        OnnxEncoder(tmp_path, 1)
    with pytest.raises(BadModel, match=r"model\.onnx：模型文件缺失或损坏"):
        OnnxEncoder(small_copy(tmp_path / "copy"), 1)


@pytest.mark.parametrize("junk", [b"", b"junk", (SHIPPED / "onnx" / "model.onnx").read_bytes()[:5000]])
def test_damaged_weights_are_refused(tmp_path, junk):
    folder = small_copy(tmp_path / "copy")
    (folder / "onnx" / "model.onnx").write_bytes(junk)
    with pytest.raises(BadModel, match=r"model\.onnx：模型文件缺失或损坏"):
        load_encoder(str(folder), 1)


@pytest.mark.parametrize("name", ["tokenizer.json", *OnnxEncoder.CONFIGS])
@pytest.mark.parametrize("text", ["{", "[]", "{}", ""])
def test_damaged_settings_are_refused(tmp_path, name, text):
    folder = small_copy(tmp_path / "copy")
    (folder / "onnx" / "model.onnx").symlink_to(SHIPPED / "onnx" / "model.onnx")
    (folder / name).write_text(text)
    with pytest.raises(BadModel, match=str(folder)):
        load_encoder(str(folder), 1)


def test_a_copy_of_the_shipped_folder_is_the_same_encoder(tmp_path, shipped_encoder):
    folder = small_copy(tmp_path / "copy")
    (folder / "onnx" / "model.onnx").symlink_to(SHIPPED / "onnx" / "model.onnx")
    copy = load_encoder(str(folder), 1)
    assert copy.fingerprint == shipped_encoder.fingerprint
    assert copy.encode_question("张村河") == pytest.approx(shipped_encoder.encode_question("张村河"), abs=1e-5)


def test_any_sentence_transformers_folder_may_be_named(tmp_path, monkeypatch):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of their imports
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer

    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    static = StaticEmbedding(Tokenizer.from_file(str(SHIPPED / "tokenizer.json")), embedding_dim=8)
    SentenceTransformer(modules=[static], prompts={"query": "query: ", "document": "passage: "}).save(str(tmp_path / "static"))
    encoder = load_encoder(str(tmp_path / "static"), 1)
    vectors = encoder.encode_passages(TEXTS[:3])
    assert (encoder.dimensions, vectors.shape, vectors.dtype) == (8, (3, 8), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    assert encoder.encode_passages([TEXTS[1]])[0] == pytest.approx(vectors[1], abs=1e-5)
    assert float(encoder.encode_question(TEXTS[1]) @ vectors[1]) < 0.9999
    assert encoder.fingerprint == folder_fingerprint(tmp_path / "static")


def test_a_name_nobody_knows_is_a_wrong_setting(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(BadModel, match="WENYUAN_ENCODER="):
        load_encoder(str(tmp_path), 1)
