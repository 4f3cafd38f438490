"""The bodies requests may have. Comes in: a JSON value. Goes out: AskBody, SearchBody, VerifyBody, or one Chinese line on what is wrong.

Types are exact (a bool is no integer, a number no string) and other fields are refused. The models also make the
schemas of the API's documentation. How long a question may be is `clean`'s business, not known here.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from app.answer import Filters, Turn

MOST_TURNS = 20
MUST_BE = {
    "question": "应为字符串",
    "query": "应为字符串",
    "text": "应为字符串",
    "k": "应为 1 到 50 的整数",
    "filters": "应为对象，可用的键：from、to、source、author、speaker",
    "from": "应为真实存在的日期，写成 2025-03-27 的样子",
    "to": "应为真实存在的日期，写成 2025-03-27 的样子",
    "source": "应为 1 到 200 个字的字符串",
    "author": "应为 1 到 200 个字的字符串",
    "speaker": "应为 1 到 200 个字的字符串",
    "history": f"应为列表，至多 {MOST_TURNS} 项，每项是 {{question, answer}}",
    "answer": "应为至多 4000 个字的字符串，没有答案时为 null",
}


def _day(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("not an ISO day")
    date.fromisoformat(text)
    return text


Day = Annotated[str, AfterValidator(_day), Field(json_schema_extra={"format": "date"})]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Passages = Annotated[int, Field(ge=1, le=50)]


class _Body(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _only_known_fields(cls, value: object) -> object:
        fields = sorted(cls.model_fields.items(), key=lambda named: not named[1].is_required())
        allowed = [field.alias or name for name, field in fields]
        if isinstance(value, dict) and not value.keys() <= set(allowed):
            raise PydanticCustomError("unknown_field", "只能有这些字段：{allowed}", {"allowed": "、".join(allowed)})
        return value


class FiltersBody(_Body):
    since: Day | None = Field(None, alias="from", description=MUST_BE["from"])
    until: Day | None = Field(None, alias="to", description=MUST_BE["to"])
    source: Name | None = Field(None, description=MUST_BE["source"])
    author: Name | None = Field(None, description=MUST_BE["author"])
    speaker: Name | None = Field(None, description=MUST_BE["speaker"])

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise PydanticCustomError("bad_range", "from 不能晚于 to")
        return self


class TurnBody(_Body):
    question: str = Field(max_length=512, description=MUST_BE["question"])
    answer: str | None = Field(max_length=4000, description=MUST_BE["answer"])


class _Searching(_Body):
    k: Passages | None = Field(None, description=MUST_BE["k"])
    filters: FiltersBody | None = Field(None, description=MUST_BE["filters"])

    def as_filters(self) -> Filters | None:
        given = self.filters
        return None if given is None else Filters(given.since, given.until, given.source, given.author, given.speaker)


class AskBody(_Searching):
    question: str = Field(description=MUST_BE["question"])
    history: list[TurnBody] | None = Field(None, max_length=MOST_TURNS, description=MUST_BE["history"])

    def as_turns(self) -> tuple[Turn, ...]:
        return tuple(Turn(turn.question, turn.answer or "") for turn in self.history or ())


class SearchBody(_Searching):
    query: str = Field(description=MUST_BE["query"])


class VerifyBody(_Body):
    text: str = Field(description=MUST_BE["text"])


def explain(errors: Sequence[Mapping[str, Any]]) -> str:
    """The first of pydantic's errors as a line that names the field and what it must be, and never what was sent."""
    error = errors[0]
    place = [part for part in error["loc"] if part in MUST_BE]
    name = ".".join(place)
    if error["type"] in ("unknown_field", "bad_range"):
        return f"{f'字段 {name}' if place else '请求体'}：{error['msg']}。"
    if not place:
        return "请求体应为 JSON 对象。"
    if error["type"] == "missing":
        return f"缺少字段 {name}，{MUST_BE[place[-1]]}。"
    return f"字段 {name} {MUST_BE[place[-1]]}。"
