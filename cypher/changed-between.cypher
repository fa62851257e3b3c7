// name: changed-between
// title.zh: 两个日期之间的新关系
// title.en: What changed between two dates
// question.zh: 这段时间里文件第一次说到哪些关系？
// question.en: Which relations do documents state for the first time between two dates?
// param: since date = 2020 "起（含） / from, included"
// param: until date = 2030 "止（不含） / until, excluded"
// param: limit int = 200 "最多几行 / rows at most"
// column: since "最早见于（发布日期） / first published"
// column: source "主体 / source"
// column: relation "关系 / relation"
// column: target "对象 / target"
// column: status "状态：existing 已有，planned 规划 / status"
// column: support "独立文档数 / independent documents"
// edge: source relation target
MATCH (a:Region|Strategy|Industry|Organization|Project)-[e:DEVELOPS|COVERS|PROMOTES|PART_OF|COOPERATES_WITH|LOCATED_IN|ENGAGES_IN]->(b:Region|Strategy|Industry|Organization|Project)
WHERE e.first_seen >= $since AND e.first_seen < $until
RETURN e.first_seen AS since, a.name AS source, type(e) AS relation, b.name AS target,
       e.status AS status, e.support AS support
ORDER BY since, source, relation, target, e.id
LIMIT $limit
