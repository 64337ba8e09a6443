-- What the linked cases say of each person. Reads: linkable, labels, person_ids, joining_keys,
-- vetoed_keys, uncertain_labels, defendants.

create table linked as
select case_number, case_id, plain_sex, label, person_id
from linkable
join labels using (case_number)
join person_ids using (label);

-- Two courts name one race differently; other names are left alone.
create temp macro race_group(race) as
    case when upper(race) like 'BLACK%' then 'BLACK' when upper(race) like 'WHITE%' then 'WHITE'
         else upper(race) end;

-- Whether some values are all alike; null when there is none.
create temp macro alike(value) as min(value) = max(value);

-- A key that was vetoed may be the only thing that shows somebody's other case; and so may a pair of
-- names that waits for a person.
create temp table doubted as
select person_id
from linked
join identifiers using (case_id)
join vetoed_keys on vetoed_keys.kind = identifiers.kind and vetoed_keys.value = trim(identifiers.value)
union
select person_id
from linked
join uncertain_labels using (label);

create temp view told as
select
    person_id,
    label,
    -- The first case of the earliest day, as one number: a day and a case's number below a billion.
    min((history_checked_on - date '0001-01-01') * 1000000000 + case_number) as first_search_case,
    count(*) as cases,
    alike(birth_date) as one_birth_date,
    alike(race_group(race)) as one_race,
    alike(plain_sex) as one_sex,
    min(birth_date) as birth_date,
    min(race) as race,
    min(plain_sex) as sex,
    min(history_checked_on) as first_search,
    count(history_checked_on) = count(*) as all_searched,
    coalesce(bool_or(list_contains(unreadable, 'birth_date')), false) as birth_date_lost,
    coalesce(bool_or(list_contains(unreadable, 'race')), false) as race_lost,
    coalesce(bool_or(list_contains(unreadable, 'sex')), false) as sex_lost,
    coalesce(bool_or(list_contains(unreadable, 'history_checked_on')), false) as search_lost,
    coalesce(bool_or(doubted.person_id is not null), false) as doubtful
from linked join defendants using (case_id) left join doubted using (person_id)
group by all;

create table people as
select
    told.person_id, first_case.source_file, first_case.source_row, cases, one_birth_date,
    list_filter([
        case when coalesce(not one_birth_date, birth_date_lost) then 'birth_date' end,
        case when search_lost or (doubtful and first_search is not null)
             then 'history_checked_on' end,
        case when coalesce(not one_race, race_lost) then 'race' end,
        case when coalesce(not one_sex, sex_lost) then 'sex' end
    ], lambda name: name is not null) as unreadable,
    case when all_searched and not search_lost and not doubtful then searched_case.read_elsewhere
        end as read_elsewhere,
    case when one_birth_date then told.birth_date end as birth_date,
    case when one_race then told.race end as race,
    case when one_sex then told.sex end as sex,
    -- One search that was never run leaves the whole person unsearched; the earliest day is the
    -- day on which all of them had been.
    case when all_searched and not search_lost and not doubtful then first_search end
        as history_checked_on
from told
join linkable first_linkable on first_linkable.case_number = told.label
join defendants first_case on first_case.case_id = first_linkable.case_id
left join linkable searched on searched.case_number = first_search_case % 1000000000
left join defendants searched_case on searched_case.case_id = searched.case_id;

-- One bit for each kind: a list for each of millions of cases would not fit into memory.
create table links as
select case_id, person_id,
    list_filter(list_sort(getvariable('kinds')), lambda kind: coalesce(
        bits & (1 << list_position(getvariable('kinds'), kind)::integer) <> 0, false)) as joined_by
from linked
left join (
    select case_number, bit_or(1 << list_position(getvariable('kinds'), kind)::integer) as bits
    from joining_keys group by all
) using (case_number);
