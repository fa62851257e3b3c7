"""Judging facts in the page; the file it hands out is what a build takes."""

from __future__ import annotations

import json

import pytest

from kg import decisions

pytestmark = pytest.mark.browser


def test_decisions_are_kept_and_handed_out(open_page, small, tmp_path) -> None:
    opened = open_page(small)
    page = opened.page
    opened.click(opened.between("深圳市", "新能源汽车"))
    first, second = page.locator("figure").all()
    first.locator(".verdict.wrong").click()
    first.locator(".note").fill("说的是产量")
    first.locator(".note").press("Tab")
    second.locator(".verdict.merge").click()
    second.locator(".merging select").select_option("industry:新能源汽车")
    second.locator(".merging input").fill("低空")
    second.locator(".merging input").press("Enter")
    assert opened.text("#tab-review") == "审阅 2"
    assert first.locator(".verdict.wrong").get_attribute("aria-pressed") == "true"
    opened.tab("review")
    sheet = opened.text("#work")
    assert "深圳市 DEVELOPS 新能源汽车" in sheet and "说的是产量" in sheet
    name, content = opened.saved("#save-decisions")
    assert name == "decisions.json"
    place = tmp_path / name
    place.write_bytes(content)
    wrong, merge = decisions.read([place])
    assert (wrong.verdict, wrong.note) == ("wrong", "说的是产量")
    assert (merge.node, merge.into) == ("industry:新能源汽车", "industry:低空经济")
    assert {wrong.fact, merge.fact} == {"f0", "f1"}
    opened.go()
    assert opened.text("#tab-review") == "审阅 2", "the browser keeps them"
    opened.tab("review")
    for _ in range(2):
        page.get_by_role("button", name="移除").first.click()
    assert "还没有审阅" in opened.text("#work")
    page.set_input_files("#decisions-file", place)
    page.wait_for_function("() => document.getElementById('tab-review').textContent === '审阅 2'")
    place.write_text(json.dumps({"decisions": []}), encoding="utf-8")
    page.set_input_files("#decisions-file", place)
    page.wait_for_function("() => document.getElementById('notice').textContent.includes('不是')")
    opened.quiet()


def test_a_verdict_can_be_taken_back(open_page, small) -> None:
    opened = open_page(small)
    opened.click(opened.between("鲁渝协作", "笋竹加工"))
    button = opened.page.locator(".verdict.right")
    button.click()
    assert opened.text("#tab-review") == "审阅 1"
    button.click()
    assert opened.text("#tab-review") == "审阅"
    assert button.get_attribute("aria-pressed") == "false"
