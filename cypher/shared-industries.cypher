// name: shared-industries
// title.zh: 两地共有的产业
// title.en: Industries two regions share
// question.zh: 这两个地区都发展哪些产业？
// question.en: Which industries do both regions develop?
// param: a region = 深圳市 "一地 / one region"
// param: b region = 合肥市 "另一地 / the other region"
// column: industry "产业 / industry"
// column: status_a "前者的状态 / status in the first"
// column: status_b "后者的状态 / status in the second"
// column: since_a "前者最早见于 / first seen for the first"
// column: since_b "后者最早见于 / first seen for the second"
// edge: $a DEVELOPS industry
// edge: $b DEVELOPS industry
MATCH (:Region {id: $a})-[x:DEVELOPS]->(i:Industry)<-[y:DEVELOPS]-(:Region {id: $b})
RETURN i.name AS industry, x.status AS status_a, y.status AS status_b,
       x.first_seen AS since_a, y.first_seen AS since_b
ORDER BY industry
