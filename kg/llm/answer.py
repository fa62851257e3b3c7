"""From the text of an answer to checked records; what is not of the schema fails."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from kg.errors import AnswerError
from kg.llm.prompt import ENTITY_TYPES, RELATION_TYPES, STAGES, STATUSES
from kg.model import EntityType, RelationType, Stage, Status

# What reasoning models and chatty ones put around the object.
_AROUND = re.compile(r"^\s*(?:<think>.*?</think>)?\s*(?:```(?:json)?)?|(?:```)?\s*$", re.S)
_SHOWN = 40  # characters of a wrong value that a message shows


@dataclass(frozen=True, slots=True)
class SaidEntity:
    """An entity as the model names it, with the forms it claims to have seen."""

    type: EntityType
    kind: str
    name: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SaidRelation:
    """A relation as the model states it; ``sentence`` is the number it gives."""

    head: str
    type: RelationType
    tail: str
    status: Status
    stage: Stage
    trigger: str
    sentence: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Answer:
    """All that one answer says."""

    entities: tuple[SaidEntity, ...]
    relations: tuple[SaidRelation, ...]


def parse(content: str) -> Answer:
    """The answer in ``content``.

    Raises :class:`kg.errors.AnswerError`, saying what is wrong, for anything but an object of the
    schema: no JSON, a missing key, a value of the wrong kind, a type that the schema does not have.
    """
    try:
        data = json.loads(_AROUND.sub("", content))
    except (ValueError, RecursionError):
        raise AnswerError(f"no JSON in the answer: {_short(content)}") from None
    if not isinstance(data, dict):
        raise AnswerError("the answer is no JSON object")
    return Answer(
        tuple(_entity(_row(item)) for item in _list(data, "entities")),
        tuple(_relation(_row(item)) for item in _list(data, "relations")),
    )


def _entity(row: dict[str, Any]) -> SaidEntity:
    forms = tuple(_text({"forms": form}, "forms") for form in _list(row, "forms"))
    return SaidEntity(
        cast(EntityType, _one_of(row, "type", ENTITY_TYPES, "entity type")),
        _text(row, "kind"),
        _text(row, "name").strip(),
        forms,
    )


def _relation(row: dict[str, Any]) -> SaidRelation:
    number = row.get("sentence")
    if not isinstance(number, int) or isinstance(number, bool):
        raise AnswerError(f"sentence is {_short(number)}, expected a number")
    return SaidRelation(
        _text(row, "head").strip(),
        cast(RelationType, _one_of(row, "type", RELATION_TYPES, "relation type")),
        _text(row, "tail").strip(),
        cast(Status, _one_of(row, "status", STATUSES, "status")),
        cast(Stage, _one_of(row, "stage", STAGES, "stage")),
        _text(row, "trigger").strip(),
        number,
        _text(row, "evidence").strip(),
    )


def _one_of(row: dict[str, Any], key: str, allowed: Collection[str], what: str) -> str:
    value = _text(row, key)
    if value not in allowed:
        raise AnswerError(f"unknown {what} {_short(value)}", f"allowed: {', '.join(allowed)}")
    return value


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise AnswerError(f"{key} is {_short(value)}, expected text")
    return value


def _list(row: dict[str, Any], key: str) -> list[Any]:
    value = row.get(key)
    if not isinstance(value, list):
        raise AnswerError(f"{key} is {_short(value)}, expected a list")
    return value


def _row(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise AnswerError(f"{_short(value)} stands where an object is expected")
    return value


def _short(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
