"""The page of a comparison: one HTML file without any script, which asks for nothing.

Its content security policy allows its own style and nothing else. What documents say goes through
the template's escaping.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from kg.diff.compare import KINDS, Change, Difference
from kg.diff.sections import SECTIONS, Section
from kg.diff.words import OPAQUE, SIGNS, facts, in_both, name, words

# What stands on the page without being asked for is what people look for; mentions are many.
_CLOSED = ("mentions",)


def page(
    difference: Difference,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    *,
    limit: int | None = None,
) -> str:
    """The comparison as HTML.

    ``old`` and ``new`` say of each build its ``name``, when it was ``created`` and its ``version``;
    ``limit`` is the most that is listed of each kind of change in each section.
    """
    from jinja2 import Environment

    style = _static("style.css")
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return template.from_string(_static("template.html")).render(
        policy=_policy(style),
        style=Markup(style),
        words=words(),
        signs=SIGNS,
        kinds=KINDS,
        builds=(("before", old), ("after", new)),
        equal=difference.equal,
        counts=difference.counts,
        sections=[_section(difference, section, limit) for section in SECTIONS],
        opaque=OPAQUE,
    )


def _section(difference: Difference, section: Section, limit: int | None) -> dict[str, Any]:
    counts = difference.counts[section.name]
    hidden = sum(max(0, getattr(counts, k) - limit) for k in KINDS) if limit is not None else 0
    return {
        "name": section.name,
        "zh": section.zh,
        "en": section.en,
        "open": section.name not in _CLOSED,
        "counts": counts,
        "hidden": hidden,
        "changes": _changes(difference, section, limit),
    }


def _changes(
    difference: Difference, section: Section, limit: int | None
) -> Iterator[dict[str, Any]]:
    for change in difference.changes(section, limit):
        yield {
            "kind": change.kind,
            "name": [part for part in name(change) if part],
            "facts": [
                (column, in_both(column, old), in_both(column, new))
                for column, old, new in facts(change)
            ],
            "quotes": [(quote, _mark(change, quote.side)) for quote in change.quotes],
        }


def _mark(change: Change, side: str) -> str:
    """What to say of a quote: of a changed row only whether it came or went."""
    if change.kind != "changed" or "texts" not in change.fields:
        return ""
    return "came" if side == "new" else "gone"


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'"
    )


def _static(name: str) -> str:
    return files("kg.diff").joinpath("static", name).read_text(encoding="utf-8")
