"""Putting the page together: template, style, scripts and data in one file that asks for nothing.

The content security policy names the two scripts and the style by their hashes and allows nothing
else; the data lie in blocks that no browser runs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from kg.graph import GraphTables
from kg.view.network import vis_library
from kg.view.payload import payload

# In this order, as one script: each file uses only what stands before it or is called later.
SCRIPTS = (
    "words.js", "words-zh.js", "words-en.js", "elements.js", "picker.js", "data.js", "search.js",
    "filter.js", "state.js", "shapes.js", "labels.js", "scene.js", "graphscene.js", "canvas.js",
    "arrange.js", "paths.js", "drawn.js", "map.js", "image.js", "cite.js", "evidence.js",
    "review.js", "profile.js", "panel.js", "histogram.js", "controls.js", "compare.js", "matrix.js",
    "timeline.js", "tables.js", "finder.js", "keys.js", "app.js",
)  # fmt: skip

# Data longer than this are compressed; a small page stays readable in an editor.
PLAIN_LIMIT = 20_000

_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def page(
    graph: GraphTables, *, title: str | None = None, theme: str | None = None, base: str = ""
) -> str:
    """The viewer of ``graph`` as HTML.

    ``title`` replaces the default heading; ``theme`` is ``light``, ``dark`` or None for what the
    reader's system prefers; ``base`` leads from the page to where the documents' paths begin.
    """
    from jinja2 import Environment

    template = Environment(autoescape=True).from_string(_static("template.html"))
    scripts = [vis_library(), "".join(_static(name) for name in SCRIPTS)]
    style = _static("style.css")
    data = payload(graph, title=title, theme=theme, base=base)
    blocks = {"kg-data": data.core, **{f"kg-{name}": part for name, part in data.parts.items()}}
    return template.render(
        title=title,
        theme=theme,
        policy=_policy(scripts, style),
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        blocks=[(name, *_block(block)) for name, block in blocks.items()],
    )


def _static(name: str) -> str:
    return files("kg.view").joinpath("static", name).read_text(encoding="utf-8")


def _policy(scripts: list[str], style: str) -> str:
    allowed = " ".join(_source(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_source(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'"
    )


def _source(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _block(data: dict[str, Any]) -> tuple[str, Markup]:
    """How a block is encoded (``json`` or ``deflate``: zlib, then base64), and its text.

    Neither form holds a character that means anything to an HTML parser.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    if len(text) <= PLAIN_LIMIT:
        return "json", Markup(text.translate(_ESCAPES))
    return "deflate", Markup(base64.b64encode(zlib.compress(text.encode(), 9)).decode())
