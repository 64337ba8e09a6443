-- Which keys may join cases. Reads: identifiers, defendants. Leaves: linkable (case_number is the
-- rank of the case's id), joining_keys (case_number, kind, value) and vetoed_keys.

-- A case without a defendant came with its person already told, and is not linked.
create table linkable as
select row_number() over (order by case_id) as case_number, defendants.*,
    case upper(trim(sex)) when 'MALE' then 'M' when 'FEMALE' then 'F' else upper(trim(sex)) end
        as plain_sex
from defendants;

-- A value that stands for "none" joins nobody.
create temp view keys as
select distinct case_number, kind, trim(value) as value
from identifiers join linkable using (case_id)
where list_contains(getvariable('kinds'), kind)
    and lower(trim(value)) not in ('', 'unknown', 'nan', 'none', 'null')
    and not regexp_full_match(trim(value), '[0-]+');

create temp table shared_keys as
select kind, value,
    count(distinct birth_date) as birth_dates,
    list(distinct birth_date) filter (plain_sex = 'M') as of_men,
    list(distinct birth_date) filter (plain_sex = 'F') as of_women
from keys join linkable using (case_number)
group by all
having count(*) > 1;

create temp table vetoed_keys as
select kind, value, case
    when birth_dates > getvariable('most_birth_dates') then 'crowd'
    when len(of_men) > 0 and len(of_women) > 0 and not list_has_any(of_men, of_women) then 'sexes'
    end as veto
from shared_keys
where veto is not null
    -- A feed's person key is made of the name and the birth date, so it is no weaker than they are.
    and kind <> 'feed_person_key';

create table joining_keys as
select case_number, kind, value, dense_rank() over (order by kind, value) as key_number
from keys semi join shared_keys using (kind, value)
where (kind, value) not in (select (kind, value) from vetoed_keys);
