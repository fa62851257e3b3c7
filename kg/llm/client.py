"""One request to an OpenAI-compatible endpoint, repeated where that helps."""

from __future__ import annotations

import json
import random
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import AnswerError, LlmError, UsageError
from kg.llm.prompt import Messages, answer_schema
from kg.llm.settings import KEY_VARIABLE, Settings
from kg.llm.usage import Usage

if TYPE_CHECKING:
    import httpx

ATTEMPTS = 5
AGAIN = {408, 409, 425, 429, 500, 502, 503, 504, 529}
LONGEST_WAIT = 60.0  # seconds between two attempts, whatever the server asks for
MOST_BYTES = 8_000_000
_SHOWN = 200
_FORMAT_WORDS = ("response_format", "json_schema", "json_object")


@dataclass(frozen=True, slots=True)
class Reply:
    """The text of an answer, and whether the model was cut off before its end."""

    content: str
    cut: bool


class Client:
    """Asks, waits and repeats; safe to use from several threads."""

    def __init__(
        self, settings: Settings, usage: Usage, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Connect lazily; ``sleep`` is what waiting between attempts does."""
        try:
            import httpx
        except ImportError:
            raise UsageError(
                "the language model needs a package that is not installed",
                "pip install 'regional-kg[llm]', or leave --extractor away",
            ) from None
        self._settings, self._usage, self._sleep = settings, usage, sleep
        headers = {"Authorization": f"Bearer {settings.key}"} if settings.key else {}
        self._http = httpx.Client(
            headers=headers,
            timeout=httpx.Timeout(settings.timeout, connect=min(10.0, settings.timeout)),
            trust_env=not settings.local,
            verify=_verify(settings),
        )
        # Features that this server was found not to know: temperature, json_schema, json_object.
        self._refused: set[str] = set()
        self._worked = False

    def ask(self, messages: Messages) -> Reply:
        """The model's answer.

        Raises :class:`kg.errors.BudgetError` when nothing may be sent any more,
        :class:`kg.errors.AnswerError` when the server refuses this text, and
        :class:`kg.errors.LlmError` when it cannot be used at all.
        """
        failure, attempt = "", 0
        while attempt < ATTEMPTS:
            self._usage.take()
            request = self._body(messages)
            status, body, after = self._send(request)
            if status == 200:
                self._worked = True
                return self._reply(body, messages)
            if status in (400, 422) and self._give_way(body, request):
                continue
            failure = f"status {status}: {_message(body)}" if status else body
            if status and status not in AGAIN:
                raise self._error(status, failure)
            attempt += 1
            if attempt < ATTEMPTS:
                self._sleep(_pause(attempt, after))
        raise LlmError(
            f"{self._settings.host} gave no answer in {ATTEMPTS} attempts: {self._hide(failure)}",
            "see that the endpoint runs, or try again later; answers so far are in the cache",
        )

    def _send(self, request: dict[str, Any]) -> tuple[int, str, str]:
        """Status, body and Retry-After; status 0 and what happened when there was no answer."""
        import httpx

        deadline = time.monotonic() + self._settings.timeout
        try:
            with self._http.stream("POST", self._settings.endpoint, json=request) as response:
                data = b"".join(_limited(response, deadline))
        except httpx.TimeoutException:
            return 0, f"no answer within {self._settings.timeout:g} s", ""
        except (httpx.HTTPError, httpx.StreamError) as error:
            return 0, f"{type(error).__name__}: {error}", ""
        text = data.decode("utf-8", "replace")
        return response.status_code, text, response.headers.get("retry-after", "")

    def _body(self, messages: Messages) -> dict[str, Any]:
        body: dict[str, Any] = {"model": self._settings.model, "messages": messages}
        if "temperature" not in self._refused:
            body["temperature"] = 0
        if "json_schema" not in self._refused:
            schema = {"name": "reading", "strict": True, "schema": answer_schema()}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif "json_object" not in self._refused:
            body["response_format"] = {"type": "json_object"}
        return {**body, **self._settings.extra}

    def _give_way(self, body: str, request: dict[str, Any]) -> bool:
        """Whether ``request`` was refused for a feature that it can do without."""
        told = body.lower()
        form = request.get("response_format", {}).get("type")
        if "response_format" in self._settings.extra or not any(w in told for w in _FORMAT_WORDS):
            form = None
        for feature in ("temperature" if "temperature" in told else None, form):
            if feature and feature in (*request, form) and feature not in self._settings.extra:
                self._refused.add(feature)
                return True
        return False

    def _reply(self, body: str, messages: Messages) -> Reply:
        try:
            data = json.loads(body)
            choice = data["choices"][0]
            content = choice["message"]["content"]
        except (ValueError, LookupError, TypeError):
            self._usage.add(tokens=_estimate(messages, body))
            raise AnswerError(f"no answer in what {self._settings.host} sent") from None
        self._usage.add(tokens=_tokens(data) or _estimate(messages, content or ""))
        if not isinstance(content, str) or not content.strip():
            raise AnswerError(f"an empty answer (finish_reason {choice.get('finish_reason')})")
        return Reply(content, choice.get("finish_reason") == "length")

    def _error(self, status: int, failure: str) -> LlmError:
        where = f"{self._settings.host} refused the request, {self._hide(failure)}"
        if status in (401, 403):
            return LlmError(where, f"set {KEY_VARIABLE} to a key that is valid there")
        if status in (400, 413, 422, 451) and self._worked:
            return AnswerError(where)
        return LlmError(where, "check --llm-url and --llm-model")

    def _hide(self, text: str) -> str:
        return self._settings.hide(text)


def _verify(settings: Settings) -> ssl.SSLContext | bool:
    """The usual certificates, which take a while to load; none, hence trusting nobody, where a
    server on this machine is spoken to in the clear."""
    plain = settings.local and settings.url.startswith("http://")
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if plain else True


def _limited(response: httpx.Response, deadline: float) -> Iterator[bytes]:
    """The body, unless it grows too large or comes too slowly."""
    import httpx

    size = 0
    for part in response.iter_bytes():
        size += len(part)
        if size > MOST_BYTES:
            raise httpx.StreamError(f"an answer of more than {MOST_BYTES} bytes")
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout("too slow")
        yield part


def _pause(attempt: int, after: str) -> float:
    """Seconds to wait: what the server asks for, else longer each time, never quite the same."""
    asked = float(after) if after.strip().isdecimal() else 2.0 ** (attempt - 1)
    return min(asked, LONGEST_WAIT) + random.uniform(0.0, 0.5)


def _message(body: str) -> str:
    """What the server says in its error, in whichever of the usual forms."""
    try:
        data = json.loads(body)
    except ValueError:
        data = None
    if isinstance(data, dict):
        error = data.get("error", data)
        told = error.get("message") if isinstance(error, dict) else error
        body = told if isinstance(told, str) else body
    plain = "".join(char if char.isprintable() else " " for char in body)
    return " ".join(plain.split())[:_SHOWN]


def _tokens(data: dict[str, Any]) -> int:
    usage = data.get("usage")
    total = usage.get("total_tokens") if isinstance(usage, dict) else None
    return total if isinstance(total, int) else 0


def _estimate(messages: Messages, content: str) -> int:
    """Tokens of a request whose server does not count: one a character, rather too many."""
    return sum(len(message["content"]) for message in messages) + len(content)
