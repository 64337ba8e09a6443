-- What is remembered from now on. Needs: memory, gone, keyed_hash, the variable snapshot_number.
create temp view forgotten as
with gone_cases as (select id from gone where kind = 'case')
select kind, id from gone where kind in ('case', 'person')
union all
-- A charge of a vanished case is known by its case.
select kind, id from gone where kind = 'charge' and case_id not in (select id from gone_cases)
union all
select distinct 'gap', case_id from gone
where kind = 'charge' and case_id not in (select id from gone_cases)
union all
select 'key', '';

create temp table remembered as
select kind, hash, min(snapshot)::integer as snapshot
from (
    select kind, hash, snapshot from memory
    union all
    select kind, keyed_hash(kind, id), getvariable('snapshot_number') from forgotten
)
group by all;
