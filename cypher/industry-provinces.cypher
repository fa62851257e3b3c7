// name: industry-provinces
// title.zh: 产业按省汇总
// title.en: An industry by province
// question.zh: 哪些省（含下辖市县）发展这个产业，在哪些地方？
// question.en: Which provinces, their cities and counties included, develop an industry, and where?
// param: industry industry = 新能源汽车 "产业 / industry"
// column: province "省份 / province"
// column: number "地方数 / number of places"
// column: places "地方 / places"
// column: existing "已有的地方数 / places where it exists"
// edge: places DEVELOPS $industry
MATCH (p:Region {kind: 'province'})<-[:PART_OF*0..3]-(r:Region)-[d:DEVELOPS]->(:Industry {id: $industry})
WITH DISTINCT p, r, d.status AS status
ORDER BY r.name, r.id
WITH p, collect(r.name) AS places, sum(CASE WHEN status = 'existing' THEN 1 ELSE 0 END) AS existing
RETURN p.name AS province, size(places) AS number, places, existing
ORDER BY number DESC, province, p.id
