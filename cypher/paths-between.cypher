// name: paths-between
// title.zh: 两者之间的路径
// title.en: Paths between two names
// question.zh: 这两者最少经过几步联系起来，有哪几条路？
// question.en: By which shortest ways are two names connected?
// param: from entity = 深圳市 "起点 / start"
// param: to entity = 成都市 "终点 / end"
// param: limit int = 20 "最多几条 / paths at most"
// column: steps "步数 / steps"
// column: names "途经名称 / names on the way"
// column: relations "途经关系 / relations on the way"
MATCH (a:Region|Strategy|Industry|Organization|Project {id: $from}), (b:Region|Strategy|Industry|Organization|Project {id: $to})
WHERE a <> b
MATCH p = allShortestPaths((a)-[:DEVELOPS|COVERS|PROMOTES|PART_OF|COOPERATES_WITH|LOCATED_IN|ENGAGES_IN*..6]-(b))
RETURN length(p) AS steps, [n IN nodes(p) | n.name] AS names,
       [e IN relationships(p) | type(e)] AS relations
ORDER BY steps, names, relations
LIMIT $limit
