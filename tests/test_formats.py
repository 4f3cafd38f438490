"""Files as people have them: encodings, suffixes, rows, limits, and files that are none."""

import gzip
import json
import lzma
from pathlib import Path

import pytest
from test_documents import PAGE, pdf_file, word_file

from corpus import formats
from corpus.errors import BadFile
from corpus.formats import SUFFIXES, Source, decode, sources

TEXT = "东湖公园开放\n\n种了300棵银杏。\n"


def write(folder, name, data):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def only(path):
    (source,) = sources(path)
    return source


def refused(path, skip=None):
    with pytest.raises(BadFile) as caught:
        list(sources(path, skip))
    assert str(path) in str(caught.value)
    return str(caught.value).removeprefix(str(path))


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(), TEXT.encode("utf-8-sig"), TEXT.replace("\n", "\r\n").encode(), TEXT.replace("\n", "\r").encode(),
        TEXT.encode("gb18030"), TEXT.encode("gbk"), TEXT.encode("utf-16"), b"\xfe\xff" + TEXT.encode("utf-16-be"),
    ],
)  # fmt: skip
def test_one_text_in_any_encoding(tmp_path, data):
    assert only(write(tmp_path, "a.txt", data)) == Source(str(tmp_path / "a.txt"), TEXT, {}, 0)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", bytes(range(256)) * 4, b"\xff" * 100, TEXT.encode() * 300 + b"\0",
        "\ue000\ue001".encode() * 9, b"\x1b[0m" * 20, "东".encode()[:1],
        "一只\ud83d".encode("utf-8", "surrogatepass"), b"\xff\xfe\x00\xd8\x00\xd8",
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused(tmp_path, data):
    assert refused(write(tmp_path, "a.txt", data)).startswith("：不是文本文件")


@pytest.mark.parametrize("data", ["", "\n\n", " \u3000\t\r\n", "\u2028\x85\x0b", "\ufeff", "---\nid: a\n---\n\n"])
def test_a_file_without_text_is_refused(tmp_path, data):
    assert refused(write(tmp_path, "a.md", data)) == "：里面没有文字。"


def test_an_unknown_suffix_is_refused_and_the_known_ones_are_named(tmp_path):
    message = refused(write(tmp_path, "a.xlsx", TEXT))
    assert message.startswith("：不认识的文件类型") and all(suffix in message for suffix in SUFFIXES)
    assert refused(write(tmp_path, "none", TEXT)).startswith("：不认识的文件类型")


def test_suffixes_are_read_whatever_their_case(tmp_path):
    assert only(write(tmp_path, "A.TXT", TEXT)).raw == TEXT
    row = json.dumps({"id": "a", "text": TEXT}).encode()
    assert only(write(tmp_path, "A.JSONL.GZ", gzip.compress(row))).raw == TEXT


def test_front_matter_is_stated_and_stays_in_the_raw_text(tmp_path):
    source = only(write(tmp_path, "a.md", f"---\nid: donghu\ndate: 2025-04-01\n---\n{TEXT}"))
    assert source.stated == {"id": "donghu", "date": "2025-04-01"}
    assert source.raw[source.start :] == TEXT


def test_documents(tmp_path):
    assert "300棵银杏" in only(write(tmp_path, "a.html", PAGE)).raw
    assert "300棵银杏" in only(write(tmp_path, "a.htm", PAGE.encode("gb18030"))).raw
    assert only(write(tmp_path, "a.docx", word_file("东湖", "300棵银杏"))).raw == "东湖\n300棵银杏"
    assert only(write(tmp_path, "a.pdf", pdf_file("300 ginkgos"))).raw == "300 ginkgos"
    assert refused(write(tmp_path, "b.docx", word_file())) == "：里面没有文字。"


def test_a_missing_file_a_folder_and_a_file_too_large(tmp_path, monkeypatch):
    assert refused(tmp_path / "none.txt").startswith("：打不开")
    assert refused(tmp_path / "none.jsonl").startswith("：打不开")
    (tmp_path / "a.txt").mkdir()
    assert refused(tmp_path / "a.txt").startswith("：打不开")
    monkeypatch.setattr(formats, "MOST_BYTES", 10)
    assert refused(write(tmp_path, "b.txt", TEXT)) == f"：文件有 {len(TEXT.encode())} 字节，最多 10 字节。"


ROWS = '\ufeff{"id": "a", "text": "东湖\\r\\n公园", "date": "2025-04-01", "url": null, "more": [1]}\n\n'
ROWS += '{"id": 7, "text": "西岸", "authors": ["李强"]}\n'


@pytest.mark.parametrize(("name", "pack"), [("a.jsonl", bytes), ("a.jsonl.gz", gzip.compress), ("a.jsonl.xz", lzma.compress)])
def test_rows_plain_and_packed(tmp_path, name, pack):
    path = write(tmp_path, name, pack(ROWS.encode()))
    assert list(sources(path)) == [
        Source(f"{path}:1", "东湖\n公园", {"id": "a", "date": "2025-04-01"}),
        Source(f"{path}:3", "西岸", {"id": 7, "authors": ["李强"]}),
    ]


BAD_ROWS = {
    "no JSON": "{",
    "cut": '{"id": "b", "text": "东',
    "a list": "[1]",
    "a number": "1",
    "no id": '{"text": "东湖"}',
    "an empty id": '{"id": " ", "text": "东湖"}',
    "id of another kind": '{"id": ["b"], "text": "东湖"}',
    "id true": '{"id": true, "text": "东湖"}',
    "no text": '{"id": "b"}',
    "text null": '{"id": "b", "text": null}',
    "text of white space": '{"id": "b", "text": " \\n\\u3000"}',
    "half a surrogate pair": '{"id": "b", "text": "东\\ud800湖"}',
    "half a pair in the title": '{"id": "b", "text": "东湖", "title": "\\udc00"}',
    "half a pair in an author": '{"id": "b", "text": "东湖", "authors": ["\\udc00"]}',
    "NUL": '{"id": "b", "text": "东\\u0000湖"}',
    "too deep": "[" * 100_000,
    "a number too long": '{"id": ' + "1" * 5000 + ', "text": "东湖"}',
}


@pytest.mark.parametrize("row", BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_named_by_its_line(tmp_path, row):
    path = write(tmp_path, "a.jsonl", '{"id": "a", "text": "东湖"}\n\n' + row + '\n{"id": "c", "text": "西岸"}\n')
    assert refused(path).startswith(":3：")


def test_bad_rows_are_told_and_the_others_read(tmp_path):
    bad = "\n".join(BAD_ROWS.values())
    path = write(tmp_path, "a.jsonl", '{"id": "a", "text": "东湖"}\n' + bad + '\n{"id": "c", "text": "西岸"}\n')
    told = []
    assert [source.stated["id"] for source in sources(path, told.append)] == ["a", "c"]
    assert [str(error).split("：")[0] for error in told] == [f"{path}:{line}" for line in range(2, 2 + len(BAD_ROWS))]


def test_rows_that_are_no_utf_8_are_told(tmp_path):
    assert refused(write(tmp_path, "a.jsonl", '{"id": "a", "text": "东湖"}'.encode("gb18030"))).startswith(":1：这一行不是 JSON")


def test_a_whole_pair_of_surrogates_is_one_character(tmp_path):
    assert only(write(tmp_path, "a.jsonl", '{"id": "a", "text": "\\ud842\\udfb7"}')).raw == "𠮷"


def test_a_file_without_rows_is_refused(tmp_path):
    assert refused(write(tmp_path, "a.jsonl", "\n \n")) == "：里面没有文章。"
    assert refused(write(tmp_path, "a.jsonl.gz", gzip.compress(b""))) == "：里面没有文章。"


@pytest.mark.parametrize(("name", "pack"), [("a.jsonl.gz", gzip.compress), ("a.jsonl.xz", lzma.compress)])
def test_damaged_archives_are_refused(tmp_path, name, pack):
    packed = pack(b"".join(b'{"id": "%d", "text": "abc"}\n' % number for number in range(2000)))
    flipped = bytearray(packed)
    flipped[len(packed) // 2] ^= 0xFF
    for data in (packed[:-5], packed[: len(packed) // 2], b"no archive at all"):
        assert "损坏" in refused(write(tmp_path, name, data))
    refused(write(tmp_path, name, bytes(flipped)))  # the library may notice, or a row that is no JSON any more


def test_a_row_and_an_archive_have_their_limits(tmp_path, monkeypatch):
    path = write(tmp_path, "a.jsonl.gz", gzip.compress(b'{"id": "a", "text": "abc"}\n' * 10))
    monkeypatch.setattr(formats, "MOST_UNPACKED", 100)
    assert refused(path).startswith("：一行最多")
    monkeypatch.setattr(formats, "MOST_BYTES", 20)
    assert refused(path).startswith("：一行最多 20 字节")


def test_decode_is_for_others_too():
    assert decode("问题\r\n".encode("gb18030"), Path("q.txt")) == "问题\n"
