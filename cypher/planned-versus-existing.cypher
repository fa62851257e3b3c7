// name: planned-versus-existing
// title.zh: 规划与现状
// title.en: Planned versus existing
// question.zh: 这个地区的产业哪些已有，哪些还在规划？
// question.en: Which industries of a region exist, and which are only planned?
// param: region region = 深圳市 "地区 / region"
// column: status "状态：existing 已有，planned 规划 / status"
// column: number "产业数 / number of industries"
// column: industries "产业 / industries"
// edge: $region DEVELOPS industries
MATCH (:Region {id: $region})-[d:DEVELOPS]->(i:Industry)
WITH d.status AS status, i.name AS industry
ORDER BY status, industry
WITH status, collect(industry) AS industries
RETURN status, size(industries) AS number, industries
ORDER BY status
