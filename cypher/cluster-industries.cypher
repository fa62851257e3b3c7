// name: cluster-industries
// title.zh: 城市群成员的产业
// title.en: Industries of a cluster's members
// question.zh: 城市群（省、经济带）的各成员都发展哪些产业？
// question.en: Which industries do the members of a cluster, province or belt develop?
// param: region region = 成都都市圈 "城市群、都市圈、经济带或省 / cluster, belt or province"
// column: industry "产业 / industry"
// column: number "成员数 / number of members"
// column: members "成员 / members"
// column: existing "已有的成员数 / members where it exists"
// edge: members DEVELOPS industry
MATCH (r:Region {id: $region})<-[:PART_OF*1..3]-(m:Region)-[d:DEVELOPS]->(i:Industry)
WITH DISTINCT i, m, d.status AS status
ORDER BY m.name, m.id
WITH i, collect(m.name) AS members,
     sum(CASE WHEN status = 'existing' THEN 1 ELSE 0 END) AS existing
RETURN i.name AS industry, size(members) AS number, members, existing
ORDER BY number DESC, industry
