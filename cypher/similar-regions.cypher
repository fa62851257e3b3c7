// name: similar-regions
// title.zh: 产业相近的地区
// title.en: Regions with similar industries
// question.zh: 哪些地区的产业与这个地区最接近？
// question.en: Which regions have industries most like a region's?
// param: region region = 深圳市 "地区 / region"
// param: limit int = 50 "最多几行 / rows at most"
// column: region "地区 / region"
// column: shared "共有产业数 / industries in common"
// column: similarity "相似度：共有占合计的比例 / shared over all of both"
// column: industries "共有产业 / industries in common"
// edge: region DEVELOPS industries
MATCH (r:Region {id: $region})-[:DEVELOPS]->(i:Industry)<-[:DEVELOPS]-(o:Region)
WHERE o <> r
WITH r, o, i ORDER BY i.name
WITH r, o, collect(i.name) AS industries
WITH o, industries, size(industries) AS shared,
     COUNT { MATCH (r)-[:DEVELOPS]->(:Industry) } AS mine,
     COUNT { MATCH (o)-[:DEVELOPS]->(:Industry) } AS theirs
RETURN o.name AS region, shared,
       round(100.0 * shared / (mine + theirs - shared)) / 100.0 AS similarity, industries
ORDER BY similarity DESC, shared DESC, region, o.id
LIMIT $limit
