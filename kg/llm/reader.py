"""The second reader: asks about every part of a document, keeps what the text bears out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from kg.errors import AnswerError, LlmError, UsageError
from kg.llm.answer import Answer, parse
from kg.llm.cache import Cache, cache_key
from kg.llm.chunks import LONGEST, Chunk, chunks, too_long
from kg.llm.client import Client
from kg.llm.facts import read_answer
from kg.llm.merge import Key, fact_key, in_order, merge
from kg.llm.names import Names
from kg.llm.parallel import side_by_side
from kg.llm.prompt import Messages, answer_schema, messages
from kg.llm.settings import Settings
from kg.llm.usage import Usage
from kg.model import Extraction, Fact, Mention

MODES = ("llm", "both")
TRIES = 2  # answers asked for before an unusable one is given up


class Reader:
    """Reads documents after the rules have; one for a whole run, whose ``usage`` it counts."""

    def __init__(
        self, settings: Settings, mode: str, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """``mode`` is one of :data:`MODES`; raises :class:`kg.errors.UsageError` for another, and
        when the extra's package is missing."""
        if mode not in MODES:
            raise UsageError(f"unknown mode {mode}", f"one of: {', '.join(MODES)}")
        self.mode, self._settings = mode, settings
        self.usage = Usage(settings.max_requests, settings.max_tokens)
        self._client = Client(settings, self.usage, sleep)
        self._cache = Cache(settings.cache)

    def read(self, extraction: Extraction) -> Extraction:
        """The extraction with what the model states.

        In mode ``llm`` its facts and mentions take the place of the rules'; in mode ``both`` they
        join them (:mod:`kg.llm.merge`). An unusable answer raises :class:`kg.errors.AnswerError` in
        mode ``llm``; in mode ``both`` the rules' reading stays, with a warning. Any other
        :class:`kg.errors.LlmError` means that no further document can be read.
        """
        pieces = list(chunks(extraction.sentences))
        try:
            own = self._read(extraction, pieces)
        except LlmError as error:
            self.usage.failed += 1
            if not isinstance(error, AnswerError):
                raise
            told = AnswerError(f"{extraction.document.path}: {error.message}", error.hint)
            if self.mode == "llm":
                raise told from None
            return replace(extraction, warnings=(*extraction.warnings, str(told)))
        self.usage.documents += 1
        if self.mode == "llm":
            return own
        return merge(extraction, own, {s.index for piece in pieces for s in piece.sentences})

    @property
    def identity(self) -> dict[str, object]:
        """What an answer depends on besides the document."""
        settings = self._settings
        return {"mode": self.mode, "model": settings.model, "extra": dict(settings.extra)}

    def summary(self) -> dict[str, object]:
        """What was asked and what came of it, for build.json."""
        return {"model": self._settings.model, **self.usage.summary()}

    def _read(self, extraction: Extraction, pieces: Sequence[Chunk]) -> Extraction:
        names = Names(extraction)
        answers = side_by_side(
            lambda piece: self._answers(extraction, piece), pieces, self._settings.parallel
        )
        mentions: list[Mention] = []
        facts: dict[tuple[Key, int], Fact] = {}
        for chunk, answer in (pair for part in answers for pair in part):
            reading = read_answer(extraction.document, chunk, answer, names)
            mentions += reading.mentions
            for fact in reading.facts:
                facts.setdefault((fact_key(fact), fact.sentence), fact)
            self.usage.dropped.update(reading.dropped)
        self.usage.kept += len(facts)
        return replace(
            extraction,
            mentions=in_order(mentions),
            facts=tuple(facts.values()),
            warnings=(*extraction.warnings, *_unsent(extraction)),
        )

    def _answers(self, extraction: Extraction, chunk: Chunk) -> list[tuple[Chunk, Answer]]:
        """What is answered for ``chunk``, or for its halves where the answer would be too long."""
        asked = messages(extraction, chunk)
        answer = self._kept(asked) or self._fresh(asked, halving=len(chunk.sentences) > 1)
        if answer is not None:
            return [(chunk, answer)]
        return [pair for half in chunk.halves() for pair in self._answers(extraction, half)]

    def _kept(self, asked: Messages) -> Answer | None:
        content = self._cache.get(self._key(asked))
        if content is None:
            return None
        try:
            answer = parse(content)
        except AnswerError:
            return None
        self.usage.add(cached=1)
        return answer

    def _fresh(self, asked: Messages, halving: bool) -> Answer | None:
        """A usable answer; None when it is cut off and ``halving`` can help."""
        for attempt in range(1, TRIES + 1):
            try:
                reply = self._client.ask(asked)
                if reply.cut and halving:
                    return None
                answer = parse(reply.content)
            except AnswerError:
                if attempt == TRIES:
                    raise
            else:
                self._cache.put(self._key(asked), reply.content, self._settings.model)
                return answer
        raise AssertionError("the last attempt returns or raises")

    def _key(self, asked: Messages) -> str:
        return cache_key(self._settings.model, asked, answer_schema(), dict(self._settings.extra))


def _unsent(extraction: Extraction) -> Iterator[str]:
    number = sum(too_long(sentence) for sentence in extraction.sentences)
    if number:
        yield (
            f"{extraction.document.path}: {number} stretches of more than {LONGEST} characters "
            "without a full stop were not shown to the language model"
        )
