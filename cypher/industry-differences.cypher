// name: industry-differences
// title.zh: 两地不同的产业
// title.en: Where two regions differ
// question.zh: 哪些产业只有其中一地发展？
// question.en: Which industries does only one of the two regions develop?
// param: a region = 深圳市 "一地 / one region"
// param: b region = 合肥市 "另一地 / the other region"
// column: region "地区 / region"
// column: industry "产业 / industry"
// column: status "状态：existing 已有，planned 规划 / status"
// column: since "最早见于（发布日期） / first published"
// column: support "独立文档数 / independent documents"
// edge: region DEVELOPS industry
MATCH (r:Region)-[d:DEVELOPS]->(i:Industry)
WHERE r.id IN [$a, $b]
  AND NOT EXISTS {
    MATCH (o:Region)-[:DEVELOPS]->(i) WHERE o.id IN [$a, $b] AND o.id <> r.id
  }
RETURN r.name AS region, i.name AS industry, d.status AS status, d.first_seen AS since,
       d.support AS support
ORDER BY region, support DESC, industry
