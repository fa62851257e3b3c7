// name: indicator-comparison
// title.zh: 各地指标比较
// title.en: An indicator across regions
// question.zh: 名称含这些字的指标，各地各年是多少？
// question.en: What values do documents give regions for an indicator, by year?
// param: indicator string = 生产总值 "指标名称中的字 / words of the indicator's name"
// param: limit int = 200 "最多几行 / rows at most"
// column: indicator "指标 / indicator"
// column: year "年份 / year"
// column: region "地区 / region"
// column: value "数值 / value"
// column: unit "单位 / unit"
// column: status "状态：existing 已有，planned 规划 / status"
// column: document "出处 / document"
// edge: region HAS_INDICATOR indicator
MATCH (r:Region)-[h:HAS_INDICATOR]->(n:Indicator)
WHERE n.name CONTAINS $indicator
OPTIONAL MATCH (s:Sentence {id: h.evidence[0]})-[:IN_DOCUMENT]->(doc:Document)
RETURN n.name AS indicator, n.year AS year, r.name AS region, n.value AS value, n.unit AS unit,
       h.status AS status, doc.name AS document
ORDER BY indicator, coalesce(year, 0) DESC, unit, value DESC, region, n.id
LIMIT $limit
