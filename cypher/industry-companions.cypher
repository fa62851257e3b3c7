// name: industry-companions
// title.zh: 常在一起的产业
// title.en: Industries that go together
// question.zh: 发展这个产业的地区还发展什么？
// question.en: What else do regions that develop an industry develop?
// param: industry industry = 新能源汽车 "产业 / industry"
// param: limit int = 50 "最多几行 / rows at most"
// column: industry "产业 / industry"
// column: regions "共同的地区数 / regions in common"
MATCH (i:Industry {id: $industry})<-[:DEVELOPS]-(r:Region)-[:DEVELOPS]->(o:Industry)
WHERE o <> i
WITH o, count(DISTINCT r) AS regions
RETURN o.name AS industry, regions
ORDER BY regions DESC, industry
LIMIT $limit
