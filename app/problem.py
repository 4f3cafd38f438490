"""How a failure is told to whoever asked. Comes in: a WenyuanError or a status. Goes out: a Problem (`application/problem+json`).

The detail is a fixed Chinese line for each code, saying what to do. Only messages written to be shown (`TOLD`) are
passed on: no input, path or text of another exception. Knows no route.
"""

import json
from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import Response

from app.wire import BadBody
from corpus.errors import ArticleNotFound, BadQuestion, WenyuanError

TOLD = (BadQuestion, ArticleNotFound, BadBody)
RETRY_AFTER_S = {"busy": 1, "starting": 2}
ASK_ADMIN = "请把请求编号 request_id 告诉管理员。"
DETAILS = {
    "bad_input": "请求有误，请对照 /docs 里的说明检查。",
    "no_route": "没有这个地址，可用的地址见 /docs。",
    "method_not_allowed": "这个地址不接受这种请求方法，可用的见响应头 Allow。",
    "slow_body": "请求体迟迟没有发完，请检查网络后重试。",
    "too_large": "请求体太大，请缩短后重试。",
    "unsupported_media_type": "请以 Content-Type: application/json 发送 JSON。",
    "bad_body": "请求体不合要求，请对照 /docs 里的说明检查。",
    "rate_limited": "问得太快了，请过一会儿再试，等多久见响应头 Retry-After。",
    "internal": f"服务器出错了，请稍后再试；再出错时，{ASK_ADMIN}",
    "law_broken": f"找到的文字与原文没有逐字对上，所以没有给出。{ASK_ADMIN}",
    "busy": "同时提问的人太多，请稍后再试。",
    "deadline": "没有在规定的时间内答完，请稍后再试，或者把问题写得短一些。",
    "starting": "正在启动，请过几秒再试。",
    "index_missing": "服务器上还没有索引，请管理员运行 wenyuan build，再重新启动。",
    "index_damaged": "服务器上的索引已损坏，请管理员运行 wenyuan verify 查看，再用 wenyuan build 重建。",
    "bad_setting": "服务器的设置有误，请管理员查看启动日志。",
    "bad_model": "服务器的模型不能载入，请管理员查看启动日志。",
    "load_failed": "服务器没有启动成功，请管理员查看启动日志。",
}
CODE_OF_STATUS = {
    404: "no_route", 405: "method_not_allowed", 408: "slow_body", 413: "too_large", 415: "unsupported_media_type",
    422: "bad_body", 429: "rate_limited", 503: "busy", 504: "deadline",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """One failure as it is told. `headers` go with the response (Retry-After, Allow)."""

    status: int
    code: str
    detail: str
    headers: tuple[tuple[str, str], ...] = ()

    def response(self, request_id: str) -> Response:
        told = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            "request_id": request_id,
        }
        body = json.dumps(told, ensure_ascii=False).encode()
        return Response(body, self.status, dict(self.headers), media_type="application/problem+json")


def problem_of(error: WenyuanError) -> Problem:
    """One of our own errors as it is told: its code and status, and a line that says what to do."""
    detail = str(error) if isinstance(error, TOLD) else DETAILS.get(error.code, DETAILS["internal"])
    wait = RETRY_AFTER_S.get(error.code)
    return Problem(error.status, error.code, detail, (("Retry-After", str(wait)),) if wait else ())


def problem_with(status: int, *headers: tuple[str, str]) -> Problem:
    """The problem for a bare HTTP status."""
    code = CODE_OF_STATUS.get(status, "internal" if status >= 500 else "bad_input")
    return Problem(status, code, DETAILS[code], headers)
