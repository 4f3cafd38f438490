"""The service: loads in a thread, keeps its error, has bounded room and a deadline, counts. No event loop is ever blocked."""

import asyncio
from concurrent.futures import wait
from threading import Event

import pytest
from conftest import DonghuAnswerer

from app.service import NotReady, Service
from corpus.errors import ArticleNotFound, Busy, DeadlinePassed, IndexDamaged, IndexMissing


class SlowAnswerer(DonghuAnswerer):
    """Answers when it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = Event()

    def answer(self, question, k=None, filters=None, history=()):
        self.go_on.wait(5)
        return super().answer(question, k, filters, history)


def started(load=DonghuAnswerer, **limits) -> Service:
    service = Service(load, **limits)
    wait([service.start()], 5)
    return service


def test_starts_at_once_and_is_ready_when_loaded():
    may_load = Event()

    def load():
        may_load.wait(5)
        return DonghuAnswerer()

    service = Service(load)
    with pytest.raises(NotReady, match="starting"):
        service.answerer()
    loading = service.start()
    assert service.start() is loading  # a second start does nothing
    with pytest.raises(NotReady, match="starting"):
        asyncio.run(service.ask("东湖公园种了多少棵银杏"))
    may_load.set()
    assert loading.result(5).generation == "gen-1"
    assert asyncio.run(service.ask("东湖公园种了多少棵银杏")).answer == "300棵银杏"


@pytest.mark.parametrize(("error", "code"), [(IndexMissing("no CURRENT in /secret"), "index_missing"), (OSError("disk"), "load_failed")])
def test_a_load_error_is_kept_and_told(error, code):
    def load():
        raise error

    service = started(load)
    for _ in range(2):
        with pytest.raises(NotReady) as caught:
            asyncio.run(service.ask("银杏"))
        assert (caught.value.code, caught.value.status, caught.value.__cause__) == (code, 503, error)


def test_every_door():
    async def visit(service):
        assert (await service.ask("门票多少钱")).outcome == "not_found"
        assert len((await service.search("银杏")).passages) == 1
        assert (await service.article("donghu")).title == "东湖公园开放"
        quote = (await service.verify_quote("300棵银杏")).places[0]
        article, (start, end) = await service.follow(quote.permalink.removeprefix("/a/").removesuffix("#q"))
        assert article.text[start:end] == quote.text
        with pytest.raises(ArticleNotFound):
            await service.article("nowhere")

    service = started()
    asyncio.run(visit(service))
    text = service.metrics().decode()
    assert 'wenyuan_requests_total{kind="ask",outcome="not_found"} 1.0' in text
    assert 'wenyuan_requests_total{kind="article",outcome="not_found"} 1.0' in text
    assert 'wenyuan_seconds_count{kind="ask"} 1.0' in text
    assert "wenyuan_in_flight 0.0" in text


def test_no_room_is_busy_and_room_comes_back():
    slow = SlowAnswerer()

    async def crowd(service):
        asked = [asyncio.create_task(service.ask("银杏")) for _ in range(3)]  # 1 is answered, 2 wait
        await asyncio.sleep(0.05)
        with pytest.raises(Busy):
            await service.ask("银杏")
        slow.go_on.set()
        assert {answer.answer for answer in await asyncio.gather(*asked)} == {"300棵银杏"}
        await service.ask("银杏")

    service = started(lambda: slow, at_once=1, waiting=2)
    asyncio.run(crowd(service))
    assert "wenyuan_busy_total 1.0" in service.metrics().decode()


def test_past_its_deadline_a_waiting_question_is_never_started():
    slow = SlowAnswerer()

    async def hurry(service):
        asked = [asyncio.create_task(service.ask(f"第{n}问")) for n in range(2)]
        for question in asked:
            with pytest.raises(DeadlinePassed):
                await question
        slow.go_on.set()

    service = started(lambda: slow, at_once=1, time_limit_ms=100)
    asyncio.run(hurry(service))
    service._pool.shutdown(wait=True)
    assert [question for question, *_ in slow.asked] == ["第0问"]
    assert 'wenyuan_requests_total{kind="ask",outcome="deadline"} 2.0' in service.metrics().decode()
    assert "wenyuan_in_flight 0.0" in service.metrics().decode()


def test_the_event_loop_stays_free_while_an_answer_is_made():
    slow = SlowAnswerer()

    async def meanwhile(service):
        asked = asyncio.create_task(service.ask("银杏"))
        ticks = 0
        while ticks < 20:
            await asyncio.sleep(0.001)
            ticks += 1
        assert not asked.done()
        slow.go_on.set()
        return await asked

    assert asyncio.run(meanwhile(started(lambda: slow))).outcome == "answered"


def test_who_goes_away_gives_up_the_place():
    slow = SlowAnswerer()

    async def leave(service):
        first = asyncio.create_task(service.ask("第0问"))
        second = asyncio.create_task(service.ask("第1问"))
        await asyncio.sleep(0.05)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        slow.go_on.set()
        await first

    service = started(lambda: slow, at_once=1)
    asyncio.run(leave(service))
    service._pool.shutdown(wait=True)
    assert [question for question, *_ in slow.asked] == ["第0问"]
    assert 'outcome="cancelled"} 1.0' in service.metrics().decode()


class Generations:
    """Loads an Answerer of the generation in use; a damaged one cannot be loaded."""

    def __init__(self) -> None:
        self.name, self.loaded, self.go_on = "gen-1", [], Event()
        self.go_on.set()

    def load(self):
        name = self.name
        self.go_on.wait(5)
        self.loaded.append(name)
        if name == "gen-damaged":
            raise IndexDamaged("bytes")
        answerer = DonghuAnswerer()
        answerer.generation = name
        return answerer


def generation_of(service, wanted, tries=200):
    for _ in range(tries):
        if service.answerer().generation == wanted:
            return True
        Event().wait(0.01)
    return False


def test_a_newer_generation_is_taken_up_and_the_old_one_answers_until_then():
    made = Generations()
    service = started(made.load, published=lambda: made.name)
    made.name = "gen-2"
    made.go_on.clear()
    assert [service.answerer().generation for _ in range(3)] == ["gen-1"] * 3
    made.go_on.set()
    assert generation_of(service, "gen-2") and made.loaded == ["gen-1", "gen-2"]


def test_a_newer_generation_that_cannot_be_loaded_is_tried_once_and_the_old_one_answers_on():
    made = Generations()
    service = started(made.load, published=lambda: made.name)
    made.name = "gen-damaged"
    assert not generation_of(service, "gen-damaged", tries=20) and service.answerer().generation == "gen-1"
    assert made.loaded == ["gen-1", "gen-damaged"]
    made.name = "gen-3"
    assert generation_of(service, "gen-3")


def test_where_nothing_is_published_any_more_the_loaded_one_answers():
    made = Generations()
    service = started(made.load, published=lambda: None)
    assert service.answerer().generation == "gen-1" and made.loaded == ["gen-1"]
