"""Every knob in one table: name with its unit, default, help. Comes in: WENYUAN_ variables. Goes out: Settings, read once.

Knobs of the index (words, encoder) are stored in its manifest and checked at load, not repeated here.
"""

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import BadSetting

HOUSE = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """All settings; each is read from `WENYUAN_` and its name in capitals. An unknown WENYUAN_ variable is refused."""

    model_config = SettingsConfigDict(env_prefix="WENYUAN_", frozen=True, extra="forbid", env_ignore_empty=True)

    index: Path = Field(HOUSE / "index" / "generations", description="folder of the published generations of the index")
    articles: Path = Field(HOUSE / "corpus" / "articles", description="folder of articles that `build` and `make serve` index")
    encoder: str | None = Field(
        None, description="`fast` (the encoder's fast form, for large archives), or a sentence-transformers model name or folder"
    )
    reader: str | None = Field(None, description="Hugging Face extractive-QA model name or folder instead of the shipped reader")
    host: str = Field("127.0.0.1", description="address the server listens on")
    port: int = Field(7860, ge=1, le=65535, description="port the server listens on")
    threads: int = Field(2, ge=1, le=64, description="processor threads for one question")
    read_passages: int = Field(6, ge=1, le=12, description="passages the reader reads for one question")
    threshold: float | None = Field(
        None, ge=0, le=1, allow_inf_nan=False, description="confidence from which an answer is given (default: fitted with the judge)"
    )
    questions_at_once: int = Field(2, ge=1, le=64, description="questions answered at the same time")
    questions_waiting: int = Field(32, ge=0, le=10000, description="questions that may wait beyond those; more get 503")
    answer_time_limit_ms: int = Field(15000, ge=100, le=600000, description="milliseconds an answer may take, waiting included")
    questions_per_minute: int = Field(60, ge=0, le=100000, description="questions one client may ask in a minute (0: no limit)")


def read_settings(**given: Any) -> Settings:
    """The settings from the environment; `given` (command-line options that are not None) go before it.

    :raises BadSetting: naming the variable and what it may be.
    """
    import os

    known = {f"WENYUAN_{name.upper()}" for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith("WENYUAN_") and name not in known)
    if unknown:
        raise BadSetting(f"不认识的设置 {unknown[0]}；可用的有 {' '.join(sorted(known))}。")
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        where = f"选项 --{name}" if given.get(name) is not None else f"设置 WENYUAN_{name.upper()}"
        raise BadSetting(f"{where} 不对，要{_may_be(name)}。") from error


def _may_be(name: str) -> str:
    """What a setting may be, in words: its type and its bounds."""
    field = Settings.model_fields[name]
    bounds = [bound for kind in ("ge", "le") for part in field.metadata if (bound := getattr(part, kind, None)) is not None]
    whole = "整数" if field.annotation is int else "数"
    return f"是 {bounds[0]} 到 {bounds[1]} 之间的{whole}" if len(bounds) == 2 else "是一个路径或名字"
