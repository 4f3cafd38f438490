"""Small real fakes shared by the tests: an article of three paragraphs, and answers made from it by the real `make_quote`."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import wait
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.answer import Answer, Filters, Found, Quoted, ShownPassage, Times, Turn
from app.quote import follow_permalink, make_quote
from corpus.article import Article, Paragraph, Range, Repair
from corpus.errors import ArticleNotFound, BadQuestion
from corpus.order import lay_out, lines

RAW = "东湖公园开放\n\n记者:公园里有什么?\n\n李明:东湖公园种了300棵银杏、120棵樱花,由市园林局管理;全年免费开放。"


def small_article() -> Article:
    text, bounds, runs = lay_out(RAW, [[line] for line in lines(RAW)])
    roles = ("headline", "question", "answer")
    speakers = (None, "记者", "李明")
    paragraphs = tuple(
        Paragraph(number, role, speaker, start, end)
        for number, (role, speaker, (start, end)) in enumerate(zip(roles, speakers, bounds, strict=True), 1)
    )
    return Article("donghu", "东湖公园开放", "2025-04-01", "东湖日报", ("王芳",), None, text, paragraphs, tuple(runs))


COLUMNS = (
    "东湖公园开放", "东湖公园种了300棵银杏、120棵樱花，由市园林", "城西路昨天重新铺了路面。", "局管理。",
    "全年免费开放，夏天开到晚上十点。", "园里有两座桥、三条船。", "园里有两座桥、三条船。",
)  # fmt: skip


def rearranged_article() -> Article:
    """An article whose lines came out of order: rejoined, one moved up, one that belongs nowhere, one not shown twice."""
    raw = "---\nid: columns\n---\n" + "\n\n".join(COLUMNS) + "\n"
    at = lines(raw, raw.index("东湖"))
    text, bounds, runs = lay_out(raw, [[at[n] for n in pieces] for pieces in ([0], [4], [1, 3], [2], [5])])
    paragraphs = tuple(Paragraph(n, "body" if n > 1 else "headline", None, *bound) for n, bound in enumerate(bounds, 1))
    repairs = (
        Repair("doubled", 1.0, "同一段排了两次", (at[6], at[5])),
        Repair("joined", 0.91, "句子断在此处，接到另一处", (at[1], at[3])),
        Repair("moved", 0.95, "用词与那里的前后段最接近", (at[4],)),
        Repair("detached", 0.6, "不能确定原来在哪里", (at[2],)),
    )
    return Article("columns", COLUMNS[0], None, None, (), None, text, paragraphs, tuple(runs), repairs, raw)


def answered(question: str = "东湖公园种了多少棵银杏", words: str = "300棵银杏") -> Answer:
    article = small_article()
    start = article.text.index(words)
    quote = make_quote(article, start, start + len(words))
    paragraph = article.paragraphs[2]
    passage = ShownPassage(article.id, paragraph.start, paragraph.end, article.text[paragraph.start : paragraph.end], 1.0)
    times = Times(1.0, 2.0, 3.0)
    return Answer(question, "answered", words, 0.93, None, None, None, "gen-1", None, (quote,), (passage,), (), (), False, times)


def not_found(question: str = "东湖公园门票多少钱") -> Answer:
    passages = answered().passages
    reason = "文中提到东湖公园，没有提到门票。"
    times = Times(1.0, 2.0, 3.0)
    return Answer(question, "not_found", None, 0.12, reason, "partly", None, "gen-1", None, (), passages, (), (), False, times)


@pytest.fixture
def article() -> Article:
    return small_article()


class DonghuAnswerer:
    """A small Answerer (the same methods): knows one article and one fact, and remembers what it was asked."""

    def __init__(self) -> None:
        self.generation = "gen-1"
        self.asked: list[tuple[str, int | None, Filters | None, tuple[Turn, ...]]] = []

    def answer(self, question: str, k: int | None = None, filters: Filters | None = None, history: Sequence[Turn] = ()) -> Answer:
        self.asked.append((question, k, filters, tuple(history)))
        if not question.strip() or len(question) > 512:
            raise BadQuestion("问题应为 1 到 512 个字。")
        return answered(question) if "银杏" in question else not_found(question)

    def search(self, query: str, k: int = 10, filters: Filters | None = None) -> Found:
        return Found(query, self.generation, answered().passages[:k], Times(1.0, 0.0, 1.0))

    def article(self, article_id: str) -> Article:
        if article_id not in ("donghu", "东湖/2025 公园"):
            raise ArticleNotFound("没有这篇文章。")
        return replace(small_article(), id=article_id)

    def follow(self, place: str) -> tuple[Article, Range]:
        article_id, _, rest = place.rpartition("~")
        article = self.article(article_id)
        return article, follow_permalink(article, rest)

    def verify_quote(self, text: str) -> Quoted:
        article = small_article()
        start = article.text.find(text) if text.strip() else -1
        places = (make_quote(article, start, start + len(text)),) if start >= 0 else ()
        return Quoted(text, bool(places), places)


ASK, SEARCH, VERIFY = "/api/v1/ask", "/api/v1/search", "/api/v1/quotes/verify"
JSON = {"content-type": "application/json"}


@contextmanager
def serving(load: Callable[[], object]) -> Iterator[Any]:
    """A client of the real API behind the real fence, over what `load` loads (or fails to)."""
    from starlette.testclient import TestClient

    from app.api import create_app
    from app.guard import Guard
    from app.service import Service

    service = Service(load)
    wait([service.start()], 5)
    with TestClient(Guard(create_app(service), questions_per_minute=0), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def answerer() -> DonghuAnswerer:
    return DonghuAnswerer()


@pytest.fixture
def client(answerer: DonghuAnswerer) -> Iterator[Any]:
    with serving(lambda: answerer) as client:
        yield client


def assert_problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """The response is problem+json with all its members, a Chinese detail, and the request id of its header."""
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    problem = response.json()
    assert list(problem) == ["type", "title", "status", "code", "detail", "request_id"]
    assert (problem["type"], problem["status"], problem["code"]) == ("about:blank", status, code)
    assert re.search(r"[一-鿿]", problem["detail"])
    assert problem["request_id"] == response.headers["x-request-id"]
    return problem


class HashingEncoder:
    """A small real encoder: counts of neighbouring characters, hashed into 256 places, as a unit vector. Needs no model."""

    fingerprint, dimensions = "hashing-1", 256

    def encode_question(self, question: str) -> Any:
        import numpy as np

        pairs = [question[at : at + 2] for at in range(len(question))] or [""]
        places = [int.from_bytes(hashlib.blake2b(pair.encode(), digest_size=2).digest(), "little") % 256 for pair in pairs]
        vector = np.bincount(places, minlength=256).astype(np.float32)
        return vector / np.linalg.norm(vector)

    def encode_passages(self, passages: Sequence[str], progress: Callable[[int], None] | None = None) -> Any:
        import numpy as np

        if progress:
            progress(len(passages))
        return np.stack([self.encode_question(passage) for passage in passages])


TINY = {
    "donghu.txt": "东湖公园开放\n\n2025年4月1日 星期二\n\n□东湖日报记者 王芳\n\n"
    "东湖公园种了300棵银杏、120棵樱花，由市园林局管理；全年免费开放。\n",
    "bridge.md": "---\nid: bridge\ntitle: 西岸大桥通车\ndate: 2024-12-30\nsource: 西岸晚报\nauthors: 李强\n---\n"
    "西岸大桥昨天通车，全长3.2公里，双向六车道。\n",
    "metro.jsonl": '{"id": "metro", "title": "地铁五号线试跑", "date": "2025-05-06", "source": "东湖日报", '
    '"authors": ["王芳", "赵敏"], "text": "记者：五号线什么时候开通？\\n周建国：五号线年底开通，设18座车站。"}\n',
}


def build_tiny(folder: Path, root: Path) -> str:
    """Write the three tiny articles into `folder`, publish them under `root`; the generation's name."""
    from index.build import build

    folder.mkdir(exist_ok=True)
    for name, text in TINY.items():
        (folder / name).write_text(text, encoding="utf-8")
    return build([folder], root, HashingEncoder(), lambda *step: None).generation


@pytest.fixture
def tiny_index(tmp_path: Path) -> Path:
    """The root of an index with one generation: bridge, donghu and metro, in this order."""
    build_tiny(tmp_path / "articles", tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture(scope="session")
def shipped_encoder() -> Any:
    from index.encode import load_encoder

    return load_encoder(None, 2)


@pytest.fixture(scope="session")
def laoshan_index(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Any) -> Path:
    """The root of an index of the shipped articles, by the shipped encoder."""
    from index.build import build

    root = tmp_path_factory.mktemp("laoshan")
    build([Path(__file__).parent.parent / "corpus" / "articles"], root, shipped_encoder, lambda *step: None)
    return root


def pointing(text: str, *words: str, margin: float = 6.0) -> Any:
    """A Reading of `text`, of which each character is a token, that points at these words, at each less than at the one before."""
    import numpy as np

    from app.reader import Reading, Span

    starts, ends = np.full(len(text), -9.0, dtype=np.float32), np.full(len(text), -9.0, dtype=np.float32)
    spans = []
    for rank, word in enumerate(words):
        at = text.index(word)
        starts[at] = ends[at + len(word) - 1] = margin / 2 - rank
        spans.append(Span(at, at + len(word), margin - 2 * rank))
    everywhere = np.ones(len(text), dtype=bool)
    return Reading(tuple(spans), starts, ends, everywhere, everywhere, 0.0)


class PointingReader:
    """A small real reader: points at figures with their words, the longest first, the surer the more of the question the passage has."""

    fingerprint = "pointing-1"

    def read(self, question: str, passages: Sequence[Any]) -> list[Any]:
        return [self._one(question, passage.text) for passage in passages]

    def _one(self, question: str, text: str) -> Any:
        shared = sum(question[at : at + 2] in text for at in range(len(question) - 1))
        figures = dict.fromkeys(sorted(re.findall(r"\d+(?:\.\d+)?[\u4e00-\u9fff]{1,3}", text), key=lambda figure: -len(figure)))
        return pointing(text, *figures, margin=float(shared))


def margin_judge() -> Any:
    """A Judge that goes by the reader's margin alone: sigmoid(10 * margin - 1), margin in tens of logits."""
    from dataclasses import fields

    from app.judge import Features, Judge

    names = [field.name for field in fields(Features)]
    return Judge(tuple(10.0 * (name == "margin") for name in names), (0.0,) * len(names), (1.0,) * len(names), -1.0, 0.5)


@pytest.fixture
def tiny_answerer(tiny_index: Path) -> Any:
    """The real Answerer over the three tiny articles, with the small encoder and reader."""
    from app.answerer import Answerer
    from index.generation import load
    from index.search import Searcher

    return Answerer(Searcher(load(tiny_index), HashingEncoder()), PointingReader(), margin_judge(), 10, 0.5)


@pytest.fixture
def wenyuan(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """The command line in this process: exit code, stdout, stderr."""

    def run(*words: object) -> tuple[int, str, str]:
        from ui.cli import main

        monkeypatch.setattr("sys.argv", ["wenyuan", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    return run


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch, laoshan_index: Path) -> None:
    """Every command uses the index of the shipped article, and answers whatever its confidence."""
    monkeypatch.setenv("WENYUAN_INDEX", str(laoshan_index))
    monkeypatch.setenv("WENYUAN_THRESHOLD", "0")


def refused(result: tuple[int, str, str], code: int, *says: str) -> None:
    """One Chinese line on stderr, nothing on stdout."""
    assert result[:2] == (code, ""), result
    assert result[2].count("\n") == 1 and any("\u4e00" <= c <= "\u9fff" for c in result[2]), result[2]
    for part in says:
        assert part in result[2]
