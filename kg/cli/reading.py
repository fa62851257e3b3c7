"""Options of ``kg extract`` and ``kg build`` that say who reads, and what counts."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.common import EXPORTS, complain
from kg.errors import LlmError, ReadError, UsageError
from kg.read.limits import use

if TYPE_CHECKING:
    from kg.llm import Reader

EXTRACTORS = ("rules", "llm", "both")
CACHE = EXPORTS / "llm-cache"

_OPTIONS = (
    click.option("--limit", "limits", multiple=True, metavar="NAME=VALUE",
                 help="Read more or less than usual: pages=20000, file-bytes=200M, seconds=600."
                 " Repeatable; docs/formats.md lists them.  [env: KG_LIMITS]"),
    click.option("--min-confidence", type=click.FloatRange(0.0, 1.0), default=0.0, metavar="X",
                 help="Leave out facts less sure than X (0 to 1).  [default: 0]"),
    click.option("--extractor", type=click.Choice(EXTRACTORS), default="rules", show_default=True,
                 help="Who reads: the rules, a language model, or both."),
    click.option("--llm-url", envvar="KG_LLM_URL", default="", metavar="URL",
                 help="OpenAI-compatible endpoint, https://HOST/v1.  [env: KG_LLM_URL]"),
    click.option("--llm-model", envvar="KG_LLM_MODEL", default="", metavar="NAME",
                 help="Model to ask; its key comes from KG_LLM_API_KEY.  [env: KG_LLM_MODEL]"),
    click.option("--llm-max-requests", type=click.IntRange(min=1), default=1000, metavar="N",
                 show_default=True, help="Stop after N requests."),
    click.option("--llm-max-tokens", type=click.IntRange(min=1), metavar="N",
                 help="Stop once N tokens are used."),
    click.option("--llm-parallel", type=click.IntRange(1, 64), default=4, metavar="N",
                 show_default=True, help="Requests at a time."),
    click.option("--llm-timeout", type=click.FloatRange(min=0.1), default=120.0, metavar="SECONDS",
                 show_default=True, help="Longest wait for one answer."),
    click.option("--llm-cache", type=click.Path(path_type=Path), default=CACHE, metavar="DIR",
                 show_default=True, help="Where answers are kept; delete it to ask anew."),
    click.option("--llm-extra", default="{}", metavar="JSON", envvar="KG_LLM_EXTRA",
                 help="More fields of each request, as a JSON object.  [env: KG_LLM_EXTRA]"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads (``llm`` is None: the rules alone), and the least confidence that counts."""

    min_confidence: float
    llm: Reader | None

    def finish(self, unread: int) -> int:
        """Say what the language model did; the exit status, when so many files were unread."""
        if self.llm:
            complain(self.llm.usage.line())
            if self.llm.usage.failed:
                return LlmError.exit_code
        return ReadError.exit_code if unread else 0


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options, given to ``command`` as one argument ``reading``."""

    @functools.wraps(command)
    def wrapped(
        *args: Any,
        limits: tuple[str, ...],
        min_confidence: float,
        extractor: str,
        llm_extra: str,
        **more: Any,
    ) -> Any:
        use(limits)
        own = {k.removeprefix("llm_"): more.pop(k) for k in list(more) if k.startswith("llm_")}
        llm = None if extractor == "rules" else _reader(extractor, llm_extra, own)
        return command(*args, reading=Reading(min_confidence, llm), **more)

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def _reader(mode: str, extra: str, settings: dict[str, Any]) -> Reader:
    from kg.llm import Reader, Settings

    try:
        fields = json.loads(extra)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise UsageError("--llm-extra is no JSON object", 'for example {"enable_thinking": false}')
    return Reader(Settings(**settings, extra=fields), mode)
