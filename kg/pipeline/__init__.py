"""The order of things: the only package that composes the stages.

``extract`` gives what each document states; ``build`` makes a build of it, ``review`` and
``remove`` change one. A build goes from files to shards (:mod:`kg.pipeline.work`), from shards and
what was there before to the tables (:mod:`kg.pipeline.selection`, :mod:`kg.pipeline.merge`), and
from the tables to the graph (:mod:`kg.pipeline.finish`).
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from kg.records import to_record

if TYPE_CHECKING:
    from kg.pipeline.building import build
    from kg.pipeline.changing import remove, review
    from kg.pipeline.reading import confident, extract, extract_document, extract_documents
    from kg.pipeline.report import BuildReport

__all__ = [
    "BuildReport",
    "build",
    "confident",
    "extract",
    "extract_document",
    "extract_documents",
    "remove",
    "review",
    "to_record",
]

# Reading documents needs no tables: what does is imported when it is asked for.
_FROM = {
    "BuildReport": "report",
    "build": "building",
    "confident": "reading",
    "extract": "reading",
    "extract_document": "reading",
    "extract_documents": "reading",
    "remove": "changing",
    "review": "changing",
}


def __getattr__(name: str) -> Any:
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_FROM[name]}"), name)
