"""The answerer put together. Comes in: Settings. Goes out: an Answerer whose parts fit each other. Everything heavy is loaded here."""

from pathlib import Path
from typing import Any

from app.answerer import Answerer
from app.judge import load_judge
from app.reader import load_reader
from app.settings import Settings
from corpus.errors import IndexDamaged
from index.encode import Encoder, load_encoder
from index.generation import load
from index.search import Searcher


def load_answerer(settings: Settings) -> Answerer:
    """Index, encoder, reader and judge; the index is verified and tested before anything is answered from it.

    :raises IndexMissing: :raises IndexDamaged: :raises BadModel: see corpus/errors.py.
    """
    searcher = load_searcher(settings)
    judge = load_judge()
    threshold = judge.threshold if settings.threshold is None else settings.threshold
    return Answerer(searcher, load_reader(settings.reader, settings.threads), judge, settings.read_passages, threshold)


def load_searcher(settings: Settings) -> Searcher:
    """The current generation and the encoder that made it."""
    encoder = load_encoder(settings.encoder, settings.threads)
    return Searcher(load(index_root(settings), lambda manifest: _same_encoder(manifest, encoder)), encoder)


def index_root(settings: Settings) -> Path:
    """Where generations are: another encoder has generations of its own, beside the shipped one's."""
    if settings.encoder is None:
        return settings.index
    import hashlib

    return settings.index / ("encoder-" + hashlib.sha256(settings.encoder.encode()).hexdigest()[:12])


def _same_encoder(manifest: dict[str, Any], encoder: Encoder) -> None:
    if manifest.get("encoder") != encoder.fingerprint:
        made, now = str(manifest.get("encoder"))[:12], encoder.fingerprint[:12]
        raise IndexDamaged(f"索引是用另一个编码器做的（索引 {made}，现在 {now}），请重新运行 wenyuan build。")
