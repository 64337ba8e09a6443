-- An id for each person, and the same as before where it is the same person.
-- Reads: linkable, labels, earlier (case_id, person_id: as they were linked before).
-- Leaves: person_ids (label, person_id).

-- How many cases each person of now has in common with each of before. An id that names a case which
-- has vanished is nobody's any more: it would tell of what was expunged.
create temp table in_common as
select labels.label, earlier.person_id, count(*) as cases
from labels
join linkable using (case_number)
join earlier using (case_id)
where substr(rtrim(person_id, '+'), 3) in (select case_id from linkable)
group by all;

-- Whoever has the most of them keeps the id; of a merged person, the part with the most cases.
create temp table kept_ids as
select label, person_id
from in_common
qualify row_number() over (partition by label order by cases desc, person_id) = 1
    and row_number() over (partition by person_id order by cases desc, label) = 1;

-- Anybody else has that of their smallest case, with one plus more than whoever bears it.
create temp table person_ids as
with borne as (
    select rtrim(person_id, '+') as person_id, max(length(person_id)) as longest
    from kept_ids
    group by all
)
select label, person_id from kept_ids
union all
select label, case when longest is null then new_id else rpad(new_id, (longest + 1)::integer, '+') end
from (
    select label, 'p-' || case_id as new_id
    from (select distinct label from labels anti join kept_ids using (label))
    join linkable on linkable.case_number = label
)
left join borne on borne.person_id = new_id;
