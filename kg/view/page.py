"""Putting the page together: template, style, scripts and data in one file that asks for nothing.

The content security policy names the two scripts and the style by their hashes and allows nothing
else; the data lie in a block that no browser runs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from importlib.resources import files

from kg.graph import GraphTables
from kg.view.network import vis_library
from kg.view.payload import payload

# In this order, as one script: each file uses only what stands before it.
SCRIPTS = ("words.js", "data.js", "search.js", "canvas.js", "evidence.js", "panel.js", "app.js")

# Data longer than this are compressed; a small page stays readable in an editor.
PLAIN_LIMIT = 60_000

_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def page(graph: GraphTables, *, title: str | None = None) -> str:
    """The viewer of ``graph`` as HTML; ``title`` replaces the default heading."""
    from jinja2 import Environment
    from markupsafe import Markup

    template = Environment(autoescape=True).from_string(_static("template.html"))
    scripts = [vis_library(), "".join(_static(name) for name in SCRIPTS)]
    style = _static("style.css")
    encoding, data = _encoded(payload(graph, title=title))
    return template.render(
        title=title,
        policy=_policy(scripts, style),
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        encoding=encoding,
        data=Markup(data),
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


def _encoded(data: dict[str, object]) -> tuple[str, str]:
    """How the data block is encoded (``json`` or ``deflate``: zlib, then base64), and its text."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    if len(text) <= PLAIN_LIMIT:
        return "json", text.translate(_ESCAPES)
    return "deflate", base64.b64encode(zlib.compress(text.encode(), 9)).decode()
