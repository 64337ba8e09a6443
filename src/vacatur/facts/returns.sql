-- The searches of the touched people's histories. Needs: history_facts, my_cases, base_cases,
-- base_person_keys, history_doubts. A return is all rows under one key in one file.

create or replace temp table my_keys as
select distinct person_key, person_id, case_id, people
from base_person_keys semi join touched using (person_id);

create or replace temp table returns as
select history_facts.*, person_id
from history_facts join (select distinct person_key, person_id from my_keys) using (person_key);

-- A return of which a row could not be read, or was taken back, may have found more than it lists:
-- what is left of it is there, and nothing is shown to be absent. Nor by an earlier return.
create or replace temp table cut_returns as
select distinct returns.person_key, returns.batch
from returns join history_doubts doubt
    on doubt.batch >= returns.batch and coalesce(doubt.person_key, returns.person_key) = returns.person_key
union
-- It says that charges are listed under another case, and does not list that one.
select person_key, batch from returns moved
where listed_under is not null and not exists (
    from returns under where under.person_key = moved.person_key and under.batch = moved.batch
        and under.case_num = moved.listed_under and under.charge_num is not null)
union
-- It searched the state, and lacks a conviction or an open charge that the records have under its
-- key: what else it lacks, nobody knows.
select person_key, batch
from (select distinct person_key, batch, person_id from returns
      where searched in ('statewide', 'statewide_and_national')) mine
join my_keys using (person_key, person_id)
join my_charges using (case_id)
join my_cases using (case_id)
where disposition in ('convicted', 'pending') and not exists (
    from returns listed where listed.batch = mine.batch and listed.person_id = mine.person_id
        and listed.case_num = number
        and (listed_under is not null or listed.charge_num = split_part(charge_id, '/', -1)));
