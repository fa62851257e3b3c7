"""A server on loopback that speaks the chat completions protocol, and answers as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Say:
    """One response: an answer's text under status 200, else a raw body."""

    content: Any = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    finish: str = "stop"
    tokens: int | None = 100
    delay: float = 0.0
    raw: str | None = None

    def body(self) -> bytes:
        if self.raw is not None:
            return self.raw.encode()
        text = self.content if isinstance(self.content, str | None) else dumps(self.content)
        message = {"role": "assistant", "content": text}
        reply = {"choices": [{"index": 0, "message": message, "finish_reason": self.finish}]}
        return dumps(reply if self.tokens is None else
                     {**reply, "usage": {"total_tokens": self.tokens}}).encode()  # fmt: skip


def refusal(status: int, message: str, **headers: str) -> Say:
    return Say(status=status, raw=dumps({"error": {"message": message}}), headers=headers)


@dataclass
class Stub:
    """What the server was sent, and what it says next; the last of ``script`` is said for ever."""

    script: list[Say | Callable[[dict[str, Any]], Say]]
    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: dict[str, Any], headers: dict[str, str]) -> Say:
        with self.lock:
            self.requests.append(request)
            self.headers.append(headers)
            say = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return say(request) if callable(say) else say


@contextmanager
def serving(*script: Say | Callable[[dict[str, Any]], Say]) -> Iterator[Stub]:
    stub = Stub(list(script))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/chat/completions"
            length = int(self.headers["content-length"])
            say = stub.answer(json.loads(self.rfile.read(length)), dict(self.headers))
            time.sleep(say.delay)
            try:
                self.send_response(say.status)
                body = say.body()
                for name, value in {**say.headers, "content-length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # the client did not wait

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    stub.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def said(kind: str, name: str, *forms: str, sub: str = "") -> dict[str, Any]:
    return {"type": kind, "kind": sub, "name": name, "forms": list(forms or (name,))}


def relation(head: str, kind: str, tail: str, sentence: int, evidence: str, **more: Any) -> dict:
    return {"head": head, "type": kind, "tail": tail, "status": "existing", "stage": "operating",
            "trigger": "发展", "sentence": sentence, "evidence": evidence, **more}  # fmt: skip
