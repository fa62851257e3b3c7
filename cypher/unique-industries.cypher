// name: unique-industries
// title.zh: 独有的产业
// title.en: Industries only one region develops
// question.zh: 哪些产业只有一个地区发展？
// question.en: Which industries does only one region develop?
// param: limit int = 50 "最多几行 / rows at most"
// column: industry "产业 / industry"
// column: region "地区 / region"
// column: status "状态：existing 已有，planned 规划 / status"
// column: support "独立文档数 / independent documents"
// column: since "最早见于（发布日期） / first published"
// edge: region DEVELOPS industry
MATCH (:Region)-[e:DEVELOPS]->(i:Industry)
WITH i, count(e) AS regions
WHERE regions = 1
MATCH (r:Region)-[d:DEVELOPS]->(i)
RETURN i.name AS industry, r.name AS region, d.status AS status, d.support AS support,
       d.first_seen AS since
ORDER BY support DESC, industry
LIMIT $limit
