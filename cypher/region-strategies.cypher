// name: region-strategies
// title.zh: 覆盖一地的战略
// title.en: Strategies that cover a region
// question.zh: 哪些战略覆盖这个地区，或覆盖它所属的地区？
// question.en: Which strategies cover a region, or a region it is part of?
// param: region region = 深圳市 "地区 / region"
// column: strategy "战略 / strategy"
// column: kind "类别 / kind"
// column: through "经由 / by way of"
// column: status "状态：existing 已有，planned 规划 / status"
// column: since "最早见于（发布日期） / first published"
// column: support "独立文档数 / independent documents"
// edge: strategy COVERS through
MATCH (:Region {id: $region})-[:PART_OF*0..3]->(up:Region)<-[c:COVERS]-(s:Strategy)
RETURN DISTINCT s.name AS strategy, s.kind AS kind, up.name AS through, c.status AS status,
       c.first_seen AS since, c.support AS support
ORDER BY support DESC, strategy, through
