// name: planned-only
// title.zh: 还在纸面的产业
// title.en: Industries that are only planned
// question.zh: 哪些产业各地都还在规划，没有一地已有？
// question.en: Which industries do regions only plan, none having them yet?
// param: limit int = 50 "最多几行 / rows at most"
// column: industry "产业 / industry"
// column: number "地区数 / number of regions"
// column: regions "地区 / regions"
// edge: regions DEVELOPS industry
MATCH (:Region)-[d:DEVELOPS]->(i:Industry)
WITH i, sum(CASE WHEN d.status = 'existing' THEN 1 ELSE 0 END) AS existing
WHERE existing = 0
MATCH (r:Region)-[:DEVELOPS]->(i)
WITH i, r ORDER BY r.name, r.id
WITH i, collect(r.name) AS regions
RETURN i.name AS industry, size(regions) AS number, regions
ORDER BY number DESC, industry
LIMIT $limit
