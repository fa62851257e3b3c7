"""One request, repeated where that helps: what is retried, what is given up, what is hidden."""

from __future__ import annotations

import socket

import pytest

from kg.errors import AnswerError, LlmError
from kg.llm import KEY_VARIABLE, Settings
from kg.llm.client import ATTEMPTS, LONGEST_WAIT, Client
from kg.llm.usage import Usage
from tests.llm.stub import Say, refusal, serving

ASKED = [{"role": "user", "content": "回答 JSON"}]
FINE = Say("{}")


class Waits(list[float]):
    """Stands in for sleeping."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def client(url: str, waits: Waits | None = None, **settings: object) -> Client:
    made = Settings(url, "m", **{"timeout": 5.0, **settings})  # type: ignore[arg-type]
    return Client(made, Usage(), Waits() if waits is None else waits)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_passing_fault_is_waited_out(status: int) -> None:
    waits = Waits()
    with serving(refusal(status, "busy"), refusal(status, "busy"), FINE) as stub:
        assert client(stub.url, waits).ask(ASKED).content == "{}"
    assert len(stub.requests) == 3
    assert 1 <= waits[0] < waits[1] <= 2.5


def test_the_server_says_how_long_to_wait() -> None:
    waits = Waits()
    with serving(refusal(429, "slow down", **{"retry-after": "7"}),
                 refusal(429, "slow down", **{"retry-after": "99999"}), FINE) as stub:  # fmt: skip
        client(stub.url, waits).ask(ASKED)
    assert 7 <= waits[0] <= 7.5
    assert LONGEST_WAIT <= waits[1] <= LONGEST_WAIT + 0.5


def test_a_lasting_fault_is_given_up() -> None:
    waits = Waits()
    with (
        serving(refusal(503, "down for today")) as stub,
        pytest.raises(LlmError, match=r"5 attempts: status 503: down for today"),
    ):
        client(stub.url, waits).ask(ASKED)
    assert len(stub.requests) == ATTEMPTS
    assert len(waits) == ATTEMPTS - 1


def test_a_slow_answer_is_a_passing_fault() -> None:
    with serving(Say("{}", delay=1.0), FINE) as stub:
        assert client(stub.url, timeout=0.3).ask(ASKED).content == "{}"
    assert len(stub.requests) == 2


def test_always_too_slow() -> None:
    with (
        serving(Say("{}", delay=0.5)) as stub,
        pytest.raises(LlmError, match=r"no answer within 0\.1 s"),
    ):
        client(stub.url, timeout=0.1).ask(ASKED)


def test_nobody_there() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with pytest.raises(LlmError, match=r"127\.0\.0\.1 gave no answer .*ConnectError"):
            client(f"http://127.0.0.1:{port}/v1").ask(ASKED)


def test_formats_a_server_does_not_know_are_done_without() -> None:
    with serving(
        refusal(400, "This response_format type is unavailable now"),
        refusal(422, "response_format: json_object is not supported"),
        FINE,
    ) as stub:
        asking = client(stub.url)
        assert asking.ask(ASKED).content == "{}"
        asking.ask(ASKED)
    forms = [r.get("response_format", {}).get("type") for r in stub.requests]
    assert forms == ["json_schema", "json_object", None, None]


def test_a_temperature_a_server_does_not_take_is_left_away() -> None:
    with serving(refusal(400, "Unsupported value: temperature"), FINE) as stub:
        client(stub.url).ask(ASKED)
    first, second = stub.requests
    assert first["temperature"] == 0
    assert "temperature" not in second
    assert "response_format" in second


def test_what_the_user_asked_for_is_not_taken_back() -> None:
    with (
        serving(refusal(400, "no such response_format")) as stub,
        pytest.raises(LlmError, match="no such response_format"),
    ):
        client(stub.url, extra={"response_format": {"type": "odd"}}).ask(ASKED)
    assert len(stub.requests) == 1


HINTS = {401: KEY_VARIABLE, 403: KEY_VARIABLE, 404: "--llm-model", 400: "--llm-url"}


@pytest.mark.parametrize(("status", "hint"), HINTS.items())
def test_refusals_are_not_repeated(status: int, hint: str) -> None:
    with serving(refusal(status, "no\n\x1b[2Jway")) as stub, pytest.raises(LlmError) as caught:
        client(stub.url).ask(ASKED)
    assert len(stub.requests) == 1
    assert f"status {status}: no [2Jway" in str(caught.value)
    assert hint in str(caught.value)
    assert not isinstance(caught.value, AnswerError)


def test_a_text_that_is_refused_concerns_only_its_document() -> None:
    with serving(FINE, refusal(400, "inappropriate content")) as stub:
        asking = client(stub.url)
        asking.ask(ASKED)
        with pytest.raises(AnswerError, match="inappropriate content"):
            asking.ask(ASKED)


@pytest.mark.parametrize("raw", ["<html>", "{}", '{"choices": []}', '{"choices": [{}]}', "[]"])
def test_an_answer_without_one(raw: str) -> None:
    with serving(Say(raw=raw)) as stub, pytest.raises(AnswerError, match="no answer in what"):
        client(stub.url).ask(ASKED)


def test_the_key_is_never_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "sk-secret-2")
    with (
        serving(refusal(401, "key sk-secret-2 is unknown")) as stub,
        pytest.raises(LlmError) as caught,
    ):
        client(stub.url).ask(ASKED)
    assert stub.headers[0]["Authorization"] == "Bearer sk-secret-2"
    assert "key *** is unknown" in str(caught.value)


def test_without_a_key_none_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another")
    with serving(FINE) as stub:
        client(stub.url).ask(ASKED)
    assert "Authorization" not in stub.headers[0]


def test_a_server_on_this_machine_is_behind_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with serving(FINE) as stub:
        assert client(stub.url).ask(ASKED).content == "{}"


def test_a_redirect_is_not_followed() -> None:
    moved = Say(status=307, raw="", headers={"location": "http://127.0.0.1:9/v1/chat/completions"})
    with serving(moved) as stub, pytest.raises(LlmError, match="status 307"):
        client(stub.url).ask(ASKED)
