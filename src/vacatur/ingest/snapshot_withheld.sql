-- What is left out of the new snapshot. Needs: gone, vanished_before.
create temp table withheld (kind varchar, id varchar);

insert into withheld
select kind, id from gone
union all
select 'case', id
from (select id from present_cases union select case_id from present_charges)
where vanished_before('case', id);

-- Few cases have lost a charge; only the charges of those are hashed.
create temp table gaps as
select distinct case_id
from (
    select id as case_id from present_cases where vanished_before('gap', id)
    union all
    select case_id from gone where kind = 'charge'
)
where case_id not in (select id from withheld where kind = 'case');

insert into withheld
select 'charge', id from present_charges semi join gaps using (case_id)
where vanished_before('charge', id);
