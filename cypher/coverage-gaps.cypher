// name: coverage-gaps
// title.zh: 覆盖而未发展
// title.en: Coverage gaps
// question.zh: 战略覆盖的地区里，哪些还没有见到它促进的产业？
// question.en: Which regions that a strategy covers are not seen to develop the industries it promotes?
// param: strategy strategy = 东数西算 "战略或规划 / strategy or plan"
// column: region "地区 / region"
// column: missing "未见的产业 / industries not seen"
// column: number "个数 / how many"
MATCH (st:Strategy {id: $strategy})-[:COVERS]->(r:Region)
MATCH (st)-[:PROMOTES]->(i:Industry)
WHERE NOT EXISTS { MATCH (r)-[:DEVELOPS]->(i) }
WITH r, i.name AS industry
ORDER BY r.name, r.id, industry
WITH r, collect(industry) AS missing
RETURN r.name AS region, missing, size(missing) AS number
ORDER BY number DESC, region, r.id
