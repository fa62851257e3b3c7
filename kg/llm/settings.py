"""Which endpoint to ask, and how much of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kg.errors import UsageError

KEY_VARIABLE = "KG_LLM_API_KEY"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_PATH = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Settings:
    """An endpoint and the limits on its use.

    ``url`` is the base URL (``https://host/v1``); ``max_requests`` and ``max_tokens`` bound a run
    (None: no bound); ``timeout`` is in seconds and for a whole request; ``parallel`` requests run
    side by side; answers are kept in the folder ``cache`` (None: nowhere); ``extra`` goes into
    each request as it is. The key comes from the environment only and is never shown.
    """

    url: str
    model: str
    max_requests: int | None = 1000
    max_tokens: int | None = None
    timeout: float = 120.0
    parallel: int = 4
    cache: Path | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    key: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Refuse what no request could be made with; take the key from the environment."""
        _check_url(self.url)
        if not self.model:
            raise UsageError(
                "no language model named", "give --llm-model NAME, or set KG_LLM_MODEL"
            )
        key = (self.key or os.environ.get(KEY_VARIABLE, "")).strip()
        if not (key.isascii() and key.isprintable()):
            raise UsageError(f"{KEY_VARIABLE} holds characters that no key has", "set it anew")
        object.__setattr__(self, "key", key)

    @property
    def endpoint(self) -> str:
        """Where requests go."""
        base = self.url.rstrip("/")
        return base if base.endswith(_PATH) else base + _PATH

    @property
    def host(self) -> str:
        """The endpoint's host, for messages."""
        return urlsplit(self.url).hostname or ""

    @property
    def local(self) -> bool:
        """Whether the endpoint is on this machine, hence behind no proxy."""
        return self.host in LOOPBACK

    def hide(self, text: str) -> str:
        """``text`` without the key, should a server have sent it back."""
        return text.replace(self.key, "***") if self.key else text


def _check_url(url: str) -> None:
    if not url:
        raise UsageError(
            "no endpoint of a language model named",
            "give --llm-url https://HOST/v1, or set KG_LLM_URL",
        )
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        secret = parts.username is not None or bool(parts.query)
    except ValueError:
        usable = secret = False
    if secret:
        raise UsageError("--llm-url holds a name, a password or a query", f"use {KEY_VARIABLE}")
    if not usable:
        raise UsageError(f"--llm-url {url} is no URL", "for example http://localhost:8000/v1")
