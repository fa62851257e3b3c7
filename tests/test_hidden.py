"""A package that is installed is not found while it is hidden, and is found again afterwards."""

from __future__ import annotations

import importlib
import sys

import pytest

from kg.hidden import hide, show


def test_hidden_until_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    hide("colorsys")
    try:
        with pytest.raises(ImportError):
            importlib.import_module("colorsys")
        assert importlib.import_module("wave")
    finally:
        show("colorsys")
    assert importlib.import_module("colorsys")
