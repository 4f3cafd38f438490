"""The encoder's fast form: unit vectors, the same alone and in any batch, the same as adding up by hand; a folder that is checked."""

import json
import shutil

import numpy as np
import pytest

from corpus.errors import BadModel
from index.encode import SHIPPED as ENCODER
from index.encode import load_encoder, tokenizer
from index.fast import COMMON, PLACES, SHIPPED, FastEncoder, read_table, write_table

TEXTS = [
    "张村河片区规划多少所学校",
    "片区规划了21所中小学、28所幼儿园。",
    "GDP 5.5%",
    "。",
    "",
    "𠮷😀\u200b",
    "崂山区已有住崂两院院士19人。" * 9,
]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A folder with a made-up table of eight numbers a piece."""
    folder = tmp_path_factory.mktemp("fast") / "model"
    pieces = tokenizer(ENCODER).get_vocab_size()
    write_table(folder, np.random.default_rng(1).normal(size=(pieces, 8)).astype(np.float32), ENCODER)
    return folder


def test_vectors_are_of_length_one_alone_and_in_any_batch(small):
    encoder = FastEncoder(small)
    together = encoder.encode_passages(TEXTS)
    assert (together.shape, together.dtype, encoder.dimensions) == ((len(TEXTS), 16), np.float32, 16)
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    for row, text in enumerate(TEXTS):
        assert encoder.encode_passages([text])[0].tolist() == together[row].tolist() == encoder.encode_question(text).tolist()


def test_a_vector_is_the_sum_of_the_vectors_of_the_pieces(small):
    ids = tokenizer(small).encode(TEXTS[0], add_special_tokens=False).ids
    total, vector = sum(read_table(small)[number] for number in ids), FastEncoder(small).encode_question(TEXTS[0])
    assert vector[:8] / np.linalg.norm(vector[:8]) == pytest.approx(total / np.linalg.norm(total), abs=1e-5)
    assert vector[8:].tolist() == pytest.approx([(COMMON / PLACES) ** 0.5] * PLACES)


def test_cosines_lie_where_the_judge_knows_them(small):
    one, other = FastEncoder(small).encode_passages(TEXTS[:2])
    bare = float(one[:8] @ other[:8]) / float(np.linalg.norm(one[:8]) * np.linalg.norm(other[:8]))
    assert float(one @ other) == pytest.approx(COMMON + (1 - COMMON) * bare, abs=1e-5)


def test_a_table_comes_back_as_it_was_written_but_for_rounding(tmp_path):
    table = np.random.default_rng(2).normal(size=(50, 4)).astype(np.float32)
    write_table(tmp_path / "model", table, ENCODER)
    assert np.abs(read_table(tmp_path / "model") - table).max() <= np.abs(table).max() / 127
    with pytest.raises(BadModel, match="有 50 行"):
        FastEncoder(tmp_path / "model")


def test_progress_adds_up_and_nothing_gives_nothing(small):
    told: list[int] = []
    FastEncoder(small).encode_passages(TEXTS * 60, told.append)
    assert sum(told) == len(TEXTS) * 60 and len(told) > 1
    assert FastEncoder(small).encode_passages([]).shape == (0, 16)


@pytest.mark.parametrize("name", ["table.npy", "scale.npy"])
@pytest.mark.parametrize("junk", [b"", b"junk", None])
def test_damaged_tables_are_refused(tmp_path, small, name, junk):
    folder = tmp_path / "copy"
    shutil.copytree(small, folder)
    (folder / name).unlink()
    if junk is not None:
        (folder / name).write_bytes(junk)
    with pytest.raises(BadModel, match="缺失或损坏"):
        FastEncoder(folder)


def test_a_folder_is_told_by_its_table_and_the_shipped_one_by_its_name(small):
    assert load_encoder(str(small), 1).fingerprint == FastEncoder(small).fingerprint
    shipped = load_encoder("fast", 1)
    assert isinstance(shipped, FastEncoder) and shipped.fingerprint != load_encoder(None, 1).fingerprint
    assert json.loads((SHIPPED / "config.json").read_text())["dimensions"] + PLACES == shipped.dimensions


def test_the_shipped_folder_is_small_and_knows_what_is_near():
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*")) < 9_000_000
    encoder = FastEncoder(SHIPPED)
    passages = encoder.encode_passages(["公园全年免费开放，夏天开到晚上十点。", TEXTS[1], "央行下调存款准备金率。"])
    for question, place in (("有多少幼儿园和中小学", 1), ("降准了吗", 2), ("去逛公园要钱吗", 0)):
        assert int(np.argmax(passages @ encoder.encode_question(question))) == place
