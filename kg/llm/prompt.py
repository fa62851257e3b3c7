"""What is said to the model: the files under ``prompts``, with the types of the schema."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any, get_args

from kg.data.schema import node_types, relation_types
from kg.llm.chunks import Chunk, shown
from kg.model import EntityType, Extraction, RelationType, Stage, Status

Messages = list[dict[str, str]]
NOTHING = "（无）"
ENTITY_TYPES: tuple[str, ...] = get_args(EntityType)
RELATION_TYPES: tuple[str, ...] = get_args(RelationType)
STATUSES: tuple[str, ...] = get_args(Status)
STAGES: tuple[str, ...] = get_args(Stage)


@cache
def answer_schema() -> dict[str, Any]:
    """JSON schema of an answer, in the strict form (every key required, none besides)."""
    kinds = dict.fromkeys(kind for name in ENTITY_TYPES for kind in node_types()[name].kinds)
    text = {"type": "string"}
    entity = _object(
        type=_one_of(ENTITY_TYPES), kind=_one_of(tuple(kinds)), name=text,
        forms={"type": "array", "items": text},
    )  # fmt: skip
    relation = _object(
        head=text, type=_one_of(RELATION_TYPES), tail=text, status=_one_of(STATUSES),
        stage=_one_of(STAGES), trigger=text, sentence={"type": "integer"}, evidence=text,
    )  # fmt: skip
    return _object(
        entities={"type": "array", "items": entity}, relations={"type": "array", "items": relation}
    )


def messages(extraction: Extraction, chunk: Chunk) -> Messages:
    """The messages that ask for what ``chunk`` states."""
    document, home = extraction.document, extraction.home
    known = {
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "home": home.region.name if home else None,
        "headings": " / ".join(chunk.sentences[0].headings),
        "before": chunk.before.view if chunk.before else None,
    }
    sentences = "\n".join(f"[{s.index}] {shown(s)}" for s in chunk.sentences)
    user = _template("user").substitute(
        {name: _line(value) if value else NOTHING for name, value in known.items()},
        sentences=sentences,
    )
    return [{"role": "system", "content": system()}, {"role": "user", "content": user}]


@cache
def system() -> str:
    """The instructions, the same for every text."""
    return _template("system").substitute(
        entity_types="\n".join(
            f"- {name}（{node_types()[name].zh}）：kind 为 {'、'.join(node_types()[name].kinds)}"
            for name in ENTITY_TYPES
        ),
        relation_types="\n".join(_relation_line(name) for name in RELATION_TYPES),
        stages="、".join(STAGES),
        schema=json.dumps(answer_schema(), ensure_ascii=False, separators=(",", ":")),
    )


def _relation_line(name: str) -> str:
    info = relation_types()[name]
    ends = "，或 ".join(f"{head} → {tail}" for head, tail in info.ends)
    return f"- {name}（{info.zh}）：{ends}{'，不分方向' if info.symmetric else ''}"


def _template(name: str) -> Template:
    text = files(__package__).joinpath(f"prompts/{name}.md").read_text(encoding="utf-8")
    return Template(text)


def _line(text: str) -> str:
    return " ".join(text.split("\n"))


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _one_of(values: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}
