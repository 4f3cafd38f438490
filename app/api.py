"""The HTTP routes. Comes in: requests that came through `app/guard.py`. Goes out: JSON, or a Problem.

    POST /api/v1/ask            {question, k?, filters?, history?}   -> Answer
    POST /api/v1/search         {query, k?, filters?}                -> Found
    GET  /api/v1/articles/{id}  [?raw=1]                             -> the article, as `wenyuan read --json` shows it [--raw]
    POST /api/v1/quotes/verify  {text}                               -> Quoted
    GET  /livez /readyz /metrics, /docs (offline)

`GET /` and `GET /a/...` are the page's. Does no work itself: the Service does, off the event loop.
"""

import json
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Literal
from uuid import uuid4

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.requests import Request
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException

from app.answer import Answer, Found, Quoted, as_json
from app.bodies import AskBody, SearchBody, VerifyBody, explain
from app.problem import DETAILS, Problem, problem_of, problem_with
from app.service import Service
from app.wire import BadBody, article_as_json, is_json, strict_json
from corpus.errors import WenyuanError

logger = logging.getLogger(__name__)
POSTED = (408, 413, 415, 422, 429, 500, 503, 504)
PROBLEM_SCHEMA = {
    "type": "object",
    "properties": {
        "type": {"const": "about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"enum": [*DETAILS, "bad_question", "not_found"]},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
    },
}


class StrictRoute(APIRoute):
    """A route whose body is strict JSON before anything else looks at it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            if request.method == "POST":
                if not is_json(request.headers.get("content-type", "")):
                    raise HTTPException(415)
                strict_json(await request.body())
            return await handle(request)

        return strict


def create_app(service: Service) -> FastAPI:
    """The API over `service`, which starts to load when the app starts. Serve it behind `Guard` only."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        service.start()
        yield
        service.stop()

    app: FastAPI = FastAPIOffline(
        title="问源", version="1", description="问报纸文章，得到简短的回答和逐字的原文。", redoc_url=None,
        lifespan=lifespan, swagger_ui_parameters={"validatorUrl": None}, redirect_slashes=False,
    )  # fmt: skip
    app.include_router(_questions(service))
    app.include_router(_health(service))
    app.add_exception_handler(WenyuanError, _own_error)
    app.add_exception_handler(RequestValidationError, _bad_fields)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)
    return app


def _questions(service: Service) -> APIRouter:
    router = APIRouter(prefix="/api/v1", route_class=StrictRoute)

    @router.post("/ask", summary="回答一个问题，附逐字原文", response_model=Answer, responses=_problems(*POSTED))
    async def ask(body: AskBody) -> Response:
        return JSONResponse(as_json(await service.ask(body.question, body.k, body.as_filters(), body.as_turns())))

    @router.post("/search", summary="只找段落", response_model=Found, responses=_problems(*POSTED))
    async def search(body: SearchBody) -> Response:
        return JSONResponse(as_json(await service.search(body.query, body.k, body.as_filters())))

    @router.get("/articles/{article_id:path}", summary="一篇文章", responses=_problems(404, 500, 503, 504))
    async def article(article_id: str, raw: Literal["1"] | None = None) -> Response:
        shown = await service.run(
            "article", lambda answerer: json.dumps(article_as_json(answerer.article(article_id), raw is not None), ensure_ascii=False)
        )
        return Response(shown, media_type="application/json")

    @router.post("/quotes/verify", summary="这段文字是否逐字在文章里", response_model=Quoted, responses=_problems(*POSTED))
    async def verify(body: VerifyBody) -> Response:
        return JSONResponse(as_json(await service.verify_quote(body.text)))

    return router


def _health(service: Service) -> APIRouter:
    router = APIRouter()

    @router.get("/livez", summary="进程活着")
    async def livez() -> dict[str, str]:
        return {"status": "alive"}

    @router.get("/readyz", summary="可以提问了", responses=_problems(503))
    async def readyz() -> dict[str, str]:
        return {"status": "ready", "generation": service.answerer().generation}

    @router.get("/metrics", summary="计数，Prometheus 格式", response_class=Response)
    async def metrics() -> Response:
        return Response(service.metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return router


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    content = {"application/problem+json": {"schema": PROBLEM_SCHEMA}}
    return {status: {"description": problem_with(status).detail, "content": content} for status in statuses}


def _tell(request: Request, problem: Problem) -> Response:
    return problem.response(_request_id(request))


def _request_id(request: Request) -> str:
    return str(request.scope.get("request_id") or uuid4().hex)


async def _own_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, WenyuanError)
    problem = problem_of(error)
    if problem.status == 500:
        logger.error("request %s: %s: %s", _request_id(request), error.code, error)
    return _tell(request, problem)


async def _bad_fields(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return _tell(request, problem_of(BadBody(explain(error.errors()))))


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _tell(request, problem_with(error.status_code, *(error.headers or {}).items()))


async def _unexpected(request: Request, error: Exception) -> Response:
    """The server behind logs the traceback; this line ties it to the request id the asker was told."""
    logger.error("request %s: %s", _request_id(request), type(error).__name__)
    return _tell(request, problem_with(500))
