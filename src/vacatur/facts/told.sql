-- What the facts say of each row of the record, once for each column.
-- Needs: my_charges, found_charges, assertions, returns_set_aside, victims_facts, answers_facts.

create or replace temp table all_charges as
select * from my_charges union all by name select * from found_charges;

create or replace temp table all_cases as
select * from my_cases union all by name
select *, false as objections_checked, false as victims_checked from found_cases;

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

-- What is open whatever is told: a case that is said to have victims and to have none ...
create or replace temp table torn as
select 'case' as entity, case_id as id, 'victims_checked' as name
from victims_facts join my_cases on number = case_num
group by all having bool_or(listed) and bool_or(not listed)
union
-- ... and whether a person was searched of whom there is a return that does not count.
select 'person', person_id, 'history_checked_on' from returns_set_aside;

insert into set_aside
select person_id, 'person', person_id, 'history_checked_on', fact, reason from returns_set_aside;
