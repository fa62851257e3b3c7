"""Encodings are found, also on short texts; what is no text is refused in one line."""

from __future__ import annotations

import codecs
import contextlib
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.read.decode import decode

SIMPLIFIED = "临港市加快发展海洋装备产业，年产值突破一千亿元。"
TRADITIONAL = "臨港市加快發展海洋裝備產業，年產值突破一千億元。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "utf-8-sig"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "utf-16"),
        (SIMPLIFIED + "\n全市 GDP 增长 6%\n", "utf-16-le"),
        (SIMPLIFIED + "\n全市 GDP 增长 6%\n", "utf-16-be"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
        ("深圳发展", "gb18030"),
        ("區域發展", "big5"),
        ("Shenzhen, 2025", "ascii"),
    ],
)
def test_round_trip(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "x.txt") == text


@given(
    st.text(alphabet="的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就", min_size=6)
)
def test_any_everyday_text_in_gb18030(text: str) -> None:
    assert decode(text.encode("gb18030"), "x.txt") == text


def test_character_cut_off_at_the_end_is_dropped() -> None:
    assert decode(SIMPLIFIED.encode()[:-1], "x.txt") == SIMPLIFIED[:-1]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"abc\0def" * 9, "binary"),
        (bytes(range(256)) * 8, "binary"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "UTF-16"),
        (b"\xff\xfe\xfd\x80\x81" + b"\x80\xff" * 40, "UTF-16"),
        (b"\x81\x20\xff\x80" * 40, "neither"),
    ],
)
def test_refused_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(ReadError, match=says) as caught:
        decode(data, "folder/x.txt")
    assert str(caught.value).startswith("folder/x.txt: ")
    assert "\n" not in str(caught.value)
    assert caught.value.hint


def test_random_bytes_never_raise_anything_else() -> None:
    for size in (1, 2, 3, 10, 1000):
        for _ in range(50):
            with contextlib.suppress(ReadError):
                decode(os.urandom(size), "x.txt")
