"""Title, publisher and date: taken where a text says them, None where it does not."""

from __future__ import annotations

import pytest

from kg.read.stated import Stated, date_of_name, iso_date, stated

BODY = "临港市今年把海洋装备作为主攻方向，新开工项目四十二个，总投资三百亿元，带动就业两万人。" * 2

TITLE = "临港市海洋装备产业提速"
CASES = [
    (f"{TITLE}\n来源：临港日报 4-23\n{BODY}", TITLE, "临港日报", None),
    (f"{TITLE}\n发布时间：2011-08-17\n{BODY}", TITLE, None, "2011-08-17"),
    (f"首页 > 新闻 > 正文\n海洋装备产业提速换挡\n2024年04月24日 07:24\n{BODY}",
     "海洋装备产业提速换挡", None, "2024-04-24"),
    (f"# 海洋装备产业规划\n{BODY}", "海洋装备产业规划", None, None),
    (f"栏目：产业资讯\n海洋装备产业提速换挡\n\n海洋装备产业提速换挡\n2024-12-18 临港新闻网\n{BODY}",
     "海洋装备产业提速换挡", None, "2024-12-18"),
    (f"（二）加快建设现代化产业体系\n{BODY}", None, None, None),
    (f"2.3海洋装备的创新走廊\n{BODY}", None, None, None),
    (f"临港广播电台消息：\n新区今天挂牌成立运行\n{BODY}", None, None, None),
    (f"项目资金的来源：国家和省市各类平台。\n{BODY}", None, None, None),
    (f"到2030年，临港市产值翻一番。\n{BODY}", None, None, None),
    (BODY, None, None, None),
    ("", None, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title", "publisher", "published"), CASES)
def test_stated(text: str, title: str | None, publisher: str | None, published: str | None) -> None:
    assert stated(text) == Stated(title, publisher, published)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2025年2月10日", "2025-02-10"),
        ("2025年2月", "2025-02"),
        ("2025年", "2025"),
        ("2025", "2025"),
        ("2011/8/7", "2011-08-07"),
        ("2011.08.07 12:30", "2011-08-07"),
        ("二〇二五年十二月二十三日", "2025-12-23"),
        ("二○二五年一月十日", "2025-01-10"),
        ("2025-13-40", "2025"),
        ("2025-02-40", "2025-02"),
        ("20250210", "2025-02-10"),
        ("12345", None),
        ("4-23", None),
        ("", None),
    ],
)
def test_iso_date(text: str, date: str | None) -> None:
    assert iso_date(text) == date


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("broadcast-20120803-00.txt", "2012-08-03"),
        ("2024-05-06 会议.docx", "2024-05-06"),
        ("report-2026.txt", None),
        ("20261399.txt", None),
        ("120240506.txt", None),
    ],
)
def test_date_of_name(name: str, date: str | None) -> None:
    assert date_of_name(name) == date
