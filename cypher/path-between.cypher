// name: path-between
// title.zh: 两者之间的路径
// title.en: Path between two names
// question.zh: 这两者怎样联系起来？
// question.en: By which shortest way are two names connected?
// param: from entity = 深圳市 "起点 / start"
// param: to entity = 成都市 "终点 / end"
// column: steps "步数 / steps"
// column: names "途经名称 / names on the way"
// column: relations "途经关系 / relations on the way"
MATCH (a:Region|Strategy|Industry|Organization|Project {id: $from}), (b:Region|Strategy|Industry|Organization|Project {id: $to})
WHERE a <> b
MATCH p = shortestPath((a)-[:DEVELOPS|COVERS|PROMOTES|PART_OF|COOPERATES_WITH|LOCATED_IN|ENGAGES_IN*..6]-(b))
RETURN length(p) AS steps, [n IN nodes(p) | n.name] AS names,
       [e IN relationships(p) | type(e)] AS relations
ORDER BY steps
