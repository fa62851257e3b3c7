// name: region-indicators
// title.zh: 一地的指标
// title.en: Indicators of a region
// question.zh: 文件给出这个地区的哪些数字？
// question.en: Which figures do documents give for a region?
// param: region region = 深圳市 "地区 / region"
// column: indicator "指标 / indicator"
// column: value "数值 / value"
// column: unit "单位 / unit"
// column: year "年份 / year"
// column: status "状态：existing 已有，planned 规划 / status"
// column: evidence "依据的句子 / sentence it rests on"
// column: document "出处 / document"
// edge: $region HAS_INDICATOR indicator
MATCH (:Region {id: $region})-[h:HAS_INDICATOR]->(n:Indicator)
OPTIONAL MATCH (s:Sentence {id: h.evidence[0]})-[:IN_DOCUMENT]->(doc:Document)
RETURN n.name AS indicator, n.value AS value, n.unit AS unit, n.year AS year,
       h.status AS status, s.text AS evidence, doc.name AS document
ORDER BY indicator, coalesce(year, 0), n.id
