"""A small folder that has one of everything the engines must agree on."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from tests.read import build as formats

REPORT = "深圳市正在打造低空经济产业集群。\n去年，深圳市新能源汽车产量达到两百九十万辆。\n"
PLAN = "到2030年，长沙市将建成全国重要的工程机械产业基地。长沙市与株洲市共建轨道交通产业园。"


def write(folder: Path) -> Path:
    """Fill ``folder`` and return it."""
    (folder / "子 目录 [1]").mkdir(parents=True)
    (folder / "报告 50%.txt").write_text(REPORT, encoding="utf-8")
    (folder / "旧编码.txt").write_bytes(PLAN.encode("gb18030"))
    (folder / "copy.md").write_text(REPORT, encoding="utf-8")  # the same bytes: one document
    (folder / "empty.txt").write_text(" \n", encoding="utf-8")
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.txt").write_text(PLAN, encoding="utf-8")
    (folder / "metadata.csv").write_text(
        "file,title,publisher,date,region\n报告 50%.txt,深圳观察,观察社,2025-03-01,深圳市\n",
        encoding="utf-8",
    )
    inner = folder / "子 目录 [1]"
    (inner / "page.html").write_text(
        f"<html><head><title>长沙</title></head><body><p>{PLAN}</p></body></html>", "utf-8"
    )
    (inner / "plan.docx").write_bytes(formats.docx([("Normal", "合肥市大力发展量子信息产业。")]))
    (inner / "plan.ofd").write_bytes(formats.ofd([["宁德市动力电池产业集聚发展。"]]))
    (inner / "damaged.pdf").write_bytes(b"%PDF-1.4 cut off")
    _lines(folder)
    return folder


def _lines(folder: Path) -> None:
    records = [
        {"id": f"n{i}", "text": f"第{i}期：成都市新增算力{i}万台，重庆市汽车产量{i}万辆。"}
        for i in range(40)
    ]
    lines = [json.dumps(record, ensure_ascii=False).encode() for record in records]
    lines[3] = b""
    lines[5] = b"{broken"
    lines[7] = json.dumps({"text": PLAN + "没有编号。"}, ensure_ascii=False).encode("gb18030")
    lines[9] = lines[8]  # the same document again
    lines[30:] = [b"not json"] * 25  # more bad lines than are named one by one
    (folder / "news.jsonl").write_bytes(b"\r\n".join(lines))
    (folder / "nothing.jsonl").write_bytes(b"")
    others = [line.replace(b'"n', b'"p') for line in lines[10:15]]
    packed = gzip.compress(b"\n".join(others[:4]) + b"\n", mtime=0)
    (folder / "packed.jsonl.gz").write_bytes(packed)
    torn = gzip.compress(others[4] + b"\n", mtime=0)[:-9]
    (folder / "torn.jsonl.gz").write_bytes(torn)
