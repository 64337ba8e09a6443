-- To which groups each true person belongs.
-- Reads: judged (case_id, truth, person_id, hard), groups (case_id, and sex, race or ethnicity),
-- defendants, linkable, cases_as_written, names_in_words, the variable has_groups (names of the columns of
-- groups that were given) and the macro race_group.
-- Leaves: described, one row for each true person.

-- A value on which all cases that record it agree; a mistyped one makes the person recorded differently.
create or replace temp macro agreed(value) as
    case count(distinct value) when 0 then 'not recorded' when 1 then min(value)
        else 'recorded differently' end;

create or replace temp macro has_group(name) as list_contains(getvariable('has_groups'), name);

-- How many people bear a full name in these records. Whom the truth knows, it tells apart; the links tell
-- the others, so that a person whom linking splits does not make his own name a common one.
create or replace temp table bearers as
select names_in_words.given || ' ' || names_in_words.surname as full_name,
    count(distinct coalesce('true ' || truth, 'linked ' || cases.person_id)) as people
from defendants
join names_in_words on printed = name
join cases_as_written cases using (case_id)
left join judged using (case_id)
group by full_name;

-- Of the spellings of a person the one that most people bear is hardly a mistyped one.
create or replace temp table described as
select truth,
    agreed(case when has_group('sex') then groups.sex
        when plain_sex in ('M', 'F') then plain_sex end) as sex,
    agreed(case when has_group('race') then groups.race else race_group(trim(race_printed)) end) as race,
    agreed(groups.ethnicity) as ethnicity,
    case when max(people) is null then 'not recorded' when max(people) = 1 then '1'
        when max(people) < 10 then '2 to 9' else '10 and more' end as bearers,
    case max(hard) when '' then 'of no hard pair' else max(hard) end as hard
from judged
left join groups using (case_id)
left join (select case_id, race as race_printed, name from defendants) using (case_id)
left join linkable using (case_id)
left join names_in_words on printed = name
left join bearers on full_name = names_in_words.given || ' ' || names_in_words.surname
group by truth;
