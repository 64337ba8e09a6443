-- What searches of histories say of the touched people. Needs: returns, history_facts, my_cases,
-- my_charges, base_cases, base_person_keys.

create or replace temp table owners as
select number as case_num, min(case_id) as case_id, min(person_id) as owner, count(*) as cases
from base_cases
where number in (select case_num from returns union select listed_under from returns)
group by all;

-- A case that no export has may be one person's only.
create or replace temp table claimed_twice as
select case_num
from history_facts
semi join (from returns anti join owners using (case_num)) using (case_num)
join base_person_keys using (person_key)
group by all
having count(distinct person_id) > 1;

create or replace temp table returns_set_aside as
select person_id, person_key, batch, min(fact) as fact, min(reason) as reason
from (
    select returns.*, case
        when people > 1 then 'its key is the key of several people'
        when owner <> person_id then 'it lists a case that the records give to somebody else'
        when cases > 1 then 'it lists a case number that several cases bear'
        when claimed_twice.case_num is not null
            then 'it lists a case that another return lists for somebody else' end as reason
    from returns
    left join (select distinct person_key, people from my_keys) using (person_key)
    left join owners using (case_num)
    left join claimed_twice using (case_num)
)
where reason is not null
group by all;

create or replace temp table good_returns as
select * from returns anti join returns_set_aside using (person_key, batch);

-- A search shows an absence only where it went everywhere, and of a person only when each of the
-- person's cases bears a key that was searched; the earliest of those days is the person's.
create or replace temp table whole_returns as
select * from good_returns anti join cut_returns using (person_key, batch);

create or replace temp table key_searches as
select person_key, searched_on, min(place) as place
from whole_returns
group by all
having bool_or(searched in ('statewide', 'statewide_and_national'))
    and bool_or(searched in ('national', 'statewide_and_national'));

create or replace temp table person_searches as
select person_id, min(searched_on) as searched_on, arg_min(place, searched_on) as place
from (
    select case_id, my_cases.person_id, max(searched_on) as searched_on,
        arg_max(place, searched_on) as place
    from my_cases
    left join my_keys using (case_id)
    left join key_searches using (person_key)
    group by all
)
group by all
having count(searched_on) = count(*);

create or replace temp table entries as
select good_returns.*, owners.case_id as known_case, my_charges.charge_id as known_charge,
    coalesce(owners.case_id, 'elsewhere/' || case_num) as in_case,
    coalesce(my_charges.charge_id,
        coalesce(owners.case_id, 'elsewhere/' || case_num) || '/' || charge_num) as in_charge
from good_returns
left join owners using (case_num)
left join my_charges
    on my_charges.case_id = owners.case_id and split_part(my_charges.charge_id, '/', -1) = charge_num
where charge_num is not null;

-- Cases and charges that the export does not have.
create or replace temp table found_cases as
select in_case as case_id, person_id, case_num as number, min(file) as source_file,
    min(row) as source_row
from entries where known_case is null group by all;

create or replace temp table found_charges as
select in_charge as charge_id, in_case as case_id, person_id, min(file) as source_file,
    min(row) as source_row
from entries where known_charge is null group by all;

insert into assertions
select 'charge', in_charge, person_id, name, value, fact, place
from (
    select in_charge, person_id, fact, place, unnest([
        {'name': 'disposition', 'value': disposition},
        {'name': 'disposition_date',
         'value': case when disposition is not null then disposition_date::varchar end},
        {'name': 'statute', 'value': case when known_charge is null then statute end},
        {'name': 'description', 'value': case when known_charge is null then description end},
        {'name': 'offense_date',
         'value': case when known_charge is null then offense_date::varchar end}
    ], recursive := true)
    from entries
)
where value is not null
union all
select 'case', in_case, person_id, 'state', state, fact, place
from entries where known_case is null and state is not null
union all
-- A return lists every charge of each case that it lists; but not one that lacks a known charge.
select 'case', in_case, entries.person_id, 'charges_complete', 'true', min(fact), min(place)
from entries anti join cut_returns using (person_key, batch)
left join (select case_id, count(*) as charges from my_charges group by all) known
    on known.case_id = known_case
group by in_case, entries.person_id, person_key, batch
having count(distinct known_charge) = coalesce(min(charges), 0)
union all
select 'case', moved.case_id, returned.person_id, 'charges_complete', 'true', min(fact), min(place)
from whole_returns returned
join owners moved using (case_num)
join owners under on under.case_num = returned.listed_under and under.owner = returned.person_id
group by all
union all
select 'person', person_id, person_id, 'history_checked_on', searched_on::varchar, '', place
from person_searches;
