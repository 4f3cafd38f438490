"""The command `read`. Comes in: a file. Goes out: how it was understood, or its text as it came. Knows no index."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.wire import article_as_json
from corpus.formats import sources
from corpus.read import read_file
from ui.terminal import article_text


def read_command(file: Path, as_json: bool, raw: bool, emit: Callable[[Any, bool, str], None]) -> None:
    """Hand `emit` one JSON value (a list when the file holds several articles) and a text. `raw`: the text as it was extracted instead.

    :raises BadFile: when the file cannot be read as articles.
    """
    articles = read_file(file)
    values = [article_as_json(article, raw) for article in articles]
    texts = (source.raw.removesuffix("\n") for source in sources(file)) if raw else map(article_text, articles)
    emit(values[0] if len(values) == 1 else values, as_json, "\n\n".join(texts))
