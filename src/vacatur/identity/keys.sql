-- Which keys may join cases. Reads: identifiers, defendants. Leaves: linkable (case_number is the
-- rank of the case's id), joining_keys (case_number, kind, value) and vetoed_keys.

-- A case without a defendant came with its person already told, and is not linked.
create table linkable as
select row_number() over (order by case_id) as case_number, case_id, birth_date,
    case upper(trim(sex)) when 'MALE' then 'M' when 'FEMALE' then 'F' else upper(trim(sex)) end
        as plain_sex
from defendants;

-- A value that stands for "none" joins nobody.
create table keys as
select distinct case_number, kind, trim(value) as value
from identifiers join linkable using (case_id)
where list_contains(getvariable('kinds'), kind) and is_key(value);

create temp table shared_keys as
select kind, value, row_number() over () as key_number, count(*) as cases
from keys
group by all
having count(*) > 1;

create table shared_by as
select case_number, kind, key_number, cases
from keys join shared_keys using (kind, value);

create temp table suspect_keys as
select key_number, kind,
    bool_or(plain_sex = 'M') and bool_or(plain_sex = 'F') as of_both_sexes
from shared_by join linkable using (case_number)
-- A feed's person key is made of the name and the birth date, so it is no weaker than they are; and
-- who said that two cases are one person's has looked.
where kind not in ('feed_person_key', 'said')
group by all
having of_both_sexes or max(cases) > getvariable('most_people');

-- Who a case under a suspect key is about, as far as one case tells.
create temp table somebodies as
select case_number,
    coalesce('born ' || any_value(birth_date), 'key ' || min(value) filter (kind = 'feed_person_key'),
             'case ' || case_number) as somebody
from linkable left join keys using (case_number)
where case_number in (select case_number from shared_by semi join suspect_keys using (key_number))
group by case_number;

-- Few keys are suspect, and only theirs are looked at one by one.
create table vetoed_keys as
select kind, value, case
    when count(distinct somebody) > getvariable('most_people') then 'crowd'
    when bool_and(of_both_sexes) and not coalesce(list_has_any(
        list(birth_date) filter (plain_sex = 'M'),
        list(birth_date) filter (plain_sex = 'F')), false) then 'sexes'
    end as veto
from suspect_keys
join shared_keys using (kind, key_number)
join shared_by using (kind, key_number)
join linkable using (case_number)
join somebodies using (case_number)
group by all
having veto is not null;

create table joining_keys as
select case_number, kind, key_number
from shared_by
anti join (select key_number from shared_keys join vetoed_keys using (kind, value))
    using (key_number);
