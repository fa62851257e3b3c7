// name: industry-strategies
// title.zh: 促进一个产业的战略
// title.en: Strategies that promote an industry
// question.zh: 哪些战略促进这个产业，它们覆盖哪里？
// question.en: Which strategies promote an industry, and what do they cover?
// param: industry industry = 低空经济 "产业 / industry"
// column: strategy "战略 / strategy"
// column: status "状态：existing 已有，planned 规划 / status"
// column: since "最早见于（发布日期） / first published"
// column: support "独立文档数 / independent documents"
// column: regions "覆盖的地区 / regions covered"
// edge: strategy PROMOTES $industry
// edge: strategy COVERS regions
MATCH (s:Strategy)-[p:PROMOTES]->(:Industry {id: $industry})
OPTIONAL MATCH (s)-[:COVERS]->(r:Region)
WITH s, p, r ORDER BY r.name, r.id
WITH s, p, collect(r.name) AS regions
RETURN s.name AS strategy, p.status AS status, p.first_seen AS since, p.support AS support, regions
ORDER BY support DESC, strategy, s.id
