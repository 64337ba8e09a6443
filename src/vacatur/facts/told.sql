-- What the facts say of each row of the record, once for each column.
-- Needs: my_charges, found_charges, assertions, returns_set_aside, victims_facts,
-- officers_facts, answers_facts.

create or replace temp table all_charges as
select * from my_charges union all by name select * from found_charges;

create or replace temp table all_cases as
select * from my_cases union all by name
select *, false as objections_checked, false as victims_checked, false as participants_checked
from found_cases;

insert into assertions
select entity, case entity when 'case' then case_id when 'person' then person_id else charge_id end,
    person_id, name, value, fact, place
from (
    select split_part(asked, '.', 1) as entity, split_part(asked, '.', 2) as name,
        value, fact, place, charge_id, case_id, person_id
    from answers_facts join all_charges on charge_id = charge
);

insert into assertions
select 'case', case_id, person_id, 'victims_checked', 'true', fact, place
from victims_facts join my_cases on number = case_num;

insert into assertions
select 'case', case_id, person_id, 'participants_checked', 'true', fact, place
from officers_facts join my_cases on number = case_num;

-- Something was told in a row that could not be read, and not told again since.
create or replace temp table lost as
select entity, id, person_id, named.name, named.fact
from (
    select 'charge' as entity, my_names.about as id, person_id, name, fact, batch
    from lost_facts join my_names using (case_num, charge_num) where lost_facts.about = 'charge'
    union
    select 'case', case_id, person_id, name, fact, batch
    from lost_facts join my_cases on number = case_num where about = 'case'
    union
    select 'person', person_id, person_id, name, fact, batch
    from lost_facts join my_keys using (person_key) where about = 'person'
) named
where not exists (from assertions later
    where later.entity = named.entity and later.id = named.id and later.name = named.name
        and split_part(later.fact, '.', 1)::bigint > named.batch);

insert into set_aside
select person_id, entity, id, name, fact, 'its row could not be read' from lost;

-- What is open whatever is told: a case that is said to have victims and to have none ...
create or replace temp table torn as
select 'case' as entity, case_id as id, 'victims_checked' as name
from victims_facts join my_cases on number = case_num
group by all having bool_or(listed) and bool_or(not listed)
union
-- ... whether a person was searched of whom there is a return that does not count ...
select 'person', person_id, 'history_checked_on' from returns_set_aside
union
-- ... or of whom a row was lost that may have told of another case, whoever else has searched ...
select 'person', person_id, 'history_checked_on'
from my_keys join history_doubts doubt using (person_key)
where doubt.lost and not exists (from whole_returns later
    where later.person_key = my_keys.person_key and later.batch > doubt.batch)
union
-- ... what a row told that could not be read; of a charge the record's own words may still stand ...
select entity, id, name from lost where entity <> 'charge'
union
-- ... and what was told under a key that is several people's.
select 'person', person_id, name from told_of_several;

insert into set_aside
select person_id, 'person', person_id, 'history_checked_on', fact, reason from returns_set_aside;
