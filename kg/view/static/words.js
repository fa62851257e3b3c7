"use strict";

// Words of the interface. Names of types and relations come with the data.
const WORDS = {
  zh: {
    title: "区域发展知识图谱",
    language: "English",
    controls: "搜索与筛选", search: "搜索", results: "搜索结果", graph: "图谱", details: "详情",
    close: "关闭", back: "‹ 返回", home: "回到总览", fit: "适应窗口",
    searchHint: "名称、别名或拼音首字母（/）",
    types: "节点类型", relations: "关系类型", status: "状态",
    existing: "已有", planned: "规划中", background: "背景（地名库）",
    statedOnly: "只看文中明说的（不看地名库）",
    howTo: "单击看详情，双击展开邻居，滚轮缩放，拖动平移。",
    empty: "这个图谱是空的：文档里没有找到地区、战略或产业之间的关系。",
    about: (a) => `来自 ${a.documents} 份文档${a.dates && `（${a.dates}）`}：${a.nodes} 个节点，${a.edges} 条关系` +
      `${a.more}，${a.facts} 处依据，${a.indicators} 条指标`,
    moreBackground: (n) => `（另有 ${n} 条来自地名库）`,
    dates: (first, last) => first === last ? first : `${first} 至 ${last}`,
    shown: (n, all, e, allEdges) => `显示 ${n} / ${all} 个节点，${e} / ${allEdges} 条关系`,
    nothing: "没有匹配的名称",
    more: (n) => `再显示 ${n} 条`,
    added: (n, rest) => rest ? `展开 ${n} 个邻居，还有 ${rest} 个，可再次双击` : `展开 ${n} 个邻居`,
    allShown: "邻居都已显示",
    aliases: "又称", adcode: "区划代码", support: (n) => `${n} 份文档`, mentions: (n) => `提及 ${n} 次`,
    noSupport: "文中没有提到，来自地名库",
    indicators: "指标", documents: "文档", evidence: "依据", year: "年份", value: "数值", name: "名称",
    noFacts: "文中没有关于它的关系。",
    backgroundNote: "这条关系来自地名库，不是文档里说的。",
    noEvidence: "没有可显示的依据句。",
    partOfStated: (shown, all) => `显示最有力的 ${shown} 处，共 ${all} 处`,
    confidence: "置信度", rule: "规则", trigger: "触发词", path: "文件", seen: "见于",
    implicit: "主语由上下文推断", locate: "在图中定位", expand: "展开邻居", untitled: "（无标题）",
    to: "→", from: "←", both: "↔",
    stages: { operating: "运行中", building: "在建", promoting: "推进", planned: "规划",
      exploring: "探索", restricted: "限制" },
    kinds: { country: "国家", macro_region: "大区", province: "省级", city: "地级", county: "县级",
      town: "乡镇", cluster: "城市群", belt: "经济带", zone: "功能区", strategy: "战略",
      plan: "规划", programme: "行动", mechanism: "机制", industry: "产业", technology: "技术",
      product: "产品", class: "门类", enterprise: "企业", university: "高校", institute: "研究所",
      laboratory: "实验室", hospital: "医院", association: "协会", facility: "设施", line: "线路",
      platform: "平台", project: "项目" },
  },
  en: {
    title: "Regional development knowledge graph",
    language: "中文",
    controls: "Search and filters", search: "Search", results: "Search results", graph: "Graph",
    details: "Details", close: "Close", back: "‹ Back", home: "Overview", fit: "Fit",
    searchHint: "Name, alias or pinyin (/)",
    types: "Node types", relations: "Relations", status: "Status",
    existing: "Existing", planned: "Planned", background: "Background (gazetteer)",
    statedOnly: "Only what is stated (no gazetteer)",
    howTo: "Click for details, double-click to expand, wheel to zoom, drag to pan.",
    empty: "This graph is empty: the documents state no relation between regions, strategies or industries.",
    about: (a) => `From ${a.documents} documents${a.dates && ` (${a.dates})`}: ${a.nodes} nodes, ${a.edges} relations` +
      `${a.more}, ${a.facts} statements, ${a.indicators} indicators`,
    moreBackground: (n) => ` (and ${n} from the gazetteer)`,
    dates: (first, last) => first === last ? first : `${first} to ${last}`,
    shown: (n, all, e, allEdges) => `Showing ${n} of ${all} nodes, ${e} of ${allEdges} relations`,
    nothing: "No name matches",
    more: (n) => `Show ${n} more`,
    added: (n, rest) => rest ? `${n} neighbours added, ${rest} more: double-click again` : `${n} neighbours added`,
    allShown: "All neighbours are shown",
    aliases: "Also", adcode: "Division code", support: (n) => n === 1 ? "1 document" : `${n} documents`,
    mentions: (n) => n === 1 ? "1 mention" : `${n} mentions`,
    noSupport: "No document names it; it comes from the gazetteer",
    indicators: "Indicators", documents: "Documents", evidence: "Evidence", year: "Year",
    value: "Value", name: "Name",
    noFacts: "No relation of it is stated.",
    backgroundNote: "This relation comes from the gazetteer; no document states it.",
    noEvidence: "No sentence to show.",
    partOfStated: (shown, all) => `The strongest ${shown} of ${all} statements`,
    confidence: "Confidence", rule: "Rule", trigger: "Trigger", path: "File", seen: "Seen",
    implicit: "subject taken from context", locate: "Show in graph", expand: "Expand", untitled: "(untitled)",
    to: "→", from: "←", both: "↔",
    stages: { operating: "operating", building: "under construction", promoting: "promoting",
      planned: "planned", exploring: "exploring", restricted: "restricted" },
    kinds: { macro_region: "macro region" },
  },
};

const language = { now: "zh" };

function word(key, ...values) {
  const found = WORDS[language.now][key];
  return typeof found === "function" ? found(...values) : found;
}

// The word of a stage or kind; English ones mostly read as they are.
function term(table, key) {
  return WORDS[language.now][table][key] || key || "";
}

// Put the words of the current language into the elements that name them.
function translate(root) {
  document.documentElement.lang = language.now === "zh" ? "zh-CN" : "en";
  for (const element of root.querySelectorAll("[data-word]")) {
    element.textContent = word(element.dataset.word);
  }
  for (const element of root.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", word(element.dataset.label));
  }
  for (const element of root.querySelectorAll("[data-placeholder]")) {
    element.placeholder = word(element.dataset.placeholder);
  }
}
