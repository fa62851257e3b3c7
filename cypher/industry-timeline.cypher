// name: industry-timeline
// title.zh: 产业扩散
// title.en: Spread of an industry
// question.zh: 每年新增多少地区发展这个产业？
// question.en: How many regions are first seen to develop an industry in each year?
// param: industry industry = 新能源汽车 "产业 / industry"
// column: year "年份 / year"
// column: number "新增地区数 / regions new in that year"
// column: regions "地区 / regions"
// edge: regions DEVELOPS $industry
MATCH (r:Region)-[d:DEVELOPS]->(:Industry {id: $industry})
WHERE d.first_seen IS NOT NULL
WITH substring(d.first_seen, 0, 4) AS year, r.name AS region
ORDER BY year, region
WITH year, collect(region) AS regions
RETURN year, size(regions) AS number, regions
ORDER BY year
