"""What is no part of a text is found, and real text is left alone."""

from __future__ import annotations

import pytest

from kg.text.boilerplate import boilerplate_scope, mark_boilerplate
from kg.text.lines import split_lines
from kg.text.normalize import normalize

LINES = [
    "首页", "临港网首页 > 新闻中心 > 正文", "您现在的位置：首页>要闻", "分享至", "分享到微信朋友圈",
    "登录", "打印|关闭", "字号：大 中 小", "3", "- 12 -", "第3页 共12页", "责任编辑：张三",
    "(视频编辑:张三 文字编辑:李四)", "本报记者 张 三", "《临港日报》记者 张三", "（本报记者 张三）",
    "来源：临港日报", "发布时间：2024-05-06", "2024年05月06日 07:24:59", "2024-05-06 临港新闻网",
    "版权所有：临港新闻网", "Copyright © 2024 lingang.example All Rights Reserved",
    "沪ICP备12345678号-1", "联系我们|网站地图", "免责声明：本文仅代表作者观点，与本网无关。",
    "投稿邮箱：news@lingang.example", "电话：021-5555555", "上一篇：海洋装备产业提速",
    "![](images/a.jpg)", "阅读全文", "（完）", "●第十二期●", "（转自《临港日报》）",
]  # fmt: skip
TEXT = [
    "临港市发展海洋装备产业", "产业发展", "记者近日走访临港市多家企业", "知名记者走进临港产业园",
    "来源于海洋的清洁能源正在成为临港市的新产业，全年发电量达到三十亿千瓦时，占全市用电量的四成。",
    "2024年，临港市海洋装备产值增长12%。", "编辑部搬进新大楼", "全市登记企业三千家",
    "打印设备产业园开工", "首页广告收入增长的企业有三家。", "一、总体要求", "分享经济蓬勃发展",
    "时间就是效率，临港速度再次刷新", "主要做了以下工作：", "电话机产量五百万部",
    "阅读产业规模扩大", "（一）推动海洋装备高质量发展", "（临港市、滨海县）", "第三产业",
    "产业链图谱", "扫码点餐成为新风尚", "记者：厂里今年订单多吗？",
]  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_boilerplate(line: str) -> None:
    assert boilerplate_scope(normalize(line)) == "line"


@pytest.mark.parametrize("line", TEXT)
def test_text_is_kept(line: str) -> None:
    assert boilerplate_scope(normalize(line)) == ""


def _kept(text: str) -> list[str]:
    lines = split_lines(normalize(text))
    mark_boilerplate(lines)
    return [line.text for line in lines if line.kind != "boilerplate"]


def test_other_headlines_after_a_marker_end_with_the_next_paragraph() -> None:
    paragraph = "临港市召开会议，研究部署海洋装备产业发展和重大项目建设工作，要求各部门抓好落实。"
    others = "某地一男子中奖\n直播网"
    text = f"{paragraph}\n相关推荐\n{others}\n{paragraph}\n海洋装备\n热门文章\n又一条标题"
    assert _kept(text) == [paragraph, paragraph, "海洋装备"]


def test_page_path_one_step_a_line() -> None:
    text = "首页\n商圈资讯\n产业动态\n海洋装备产业提速\n\n正文第一段。"
    assert _kept(text) == ["海洋装备产业提速", "正文第一段。"]


def test_hostile_lines_take_no_time() -> None:
    for line in ("首页" + ">" * 190, "编辑：" * 60, "（" * 190, "记者" * 95, "版权" + "所" * 190):
        boilerplate_scope(line)
