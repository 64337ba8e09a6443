-- The searches of the touched people's histories. Needs: history_facts, my_cases, base_cases,
-- base_person_keys. A return is all rows under one key in one file.

create or replace temp table my_keys as
select distinct person_key, person_id, case_id
from base_person_keys semi join touched using (person_id);

create or replace temp table returns as
select history_facts.*, person_id
from history_facts join (select distinct person_key, person_id from my_keys) using (person_key);

create or replace temp table key_people as
select person_key, count(distinct person_id) as people
from base_person_keys semi join returns using (person_key)
group by all;

