-- True persons whom one linked person holds, and the recorded fields that tell them apart: what no form of
-- a name, no initial and no typing error explains. Only the cases in that linked person count.
-- Reads: judged (case_id, truth, person_id, hard), defendants, linkable, names_in_words, forms and what
-- alike.sql leaves.
-- Leaves: wrong_merges (person_id, hard, fields).

create or replace temp table printed_people as
select judged.*, given, coalesce(forms, [given]) as given_forms, surname, middle, suffix,
    linkable.birth_date, strftime(linkable.birth_date, '%Y%m%d') as birth_day,
    case when plain_sex in ('M', 'F') then plain_sex end as sex,
    nullif(regexp_extract(zip, '^(\d{3})\d\d', 1), '') as region, upper(address) as street
from judged
join linkable using (case_id)
join defendants using (case_id)
left join names_in_words on printed = name
left join forms on form = given
where judged.person_id in (
    select person_id from judged group by person_id having count(distinct truth) > 1);

create or replace temp table compared as
select l.person_id, l.truth as one, r.truth as other,
    case when l.hard = r.hard then l.hard else '' end as hard,
    not (l.given = r.given or list_has_any(l.given_forms, r.given_forms)
        or is_initial(l.given, r.given) or l.given = r.surname or r.given = l.surname
        or is_near(l.given, r.given) and is_mistyped(one_given, other_given)) as given_name,
    not fits(l.middle, r.middle) as middle_name,
    l.suffix <> r.suffix as suffix,
    not (damerau_levenshtein(l.birth_day, r.birth_day) <= 1
        or abs(date_diff('day', l.birth_date, r.birth_date)) <= 31
        or left(l.birth_day, 4) = left(r.birth_day, 4)
            and l.birth_day[5:6] = r.birth_day[7:8] and l.birth_day[7:8] = r.birth_day[5:6]
        or abs(year(l.birth_date) - year(r.birth_date)) <= 1
            and l.birth_day[5:8] = r.birth_day[5:8]) as birth_date,
    l.sex <> r.sex as sex,
    -- At one address another region is a mistyped ZIP code.
    l.region <> r.region and not coalesce(damerau_levenshtein(l.street, r.street) <= 2, false)
        as region
from printed_people l
join printed_people r on l.person_id = r.person_id and l.truth < r.truth
left join given_names one_given on one_given.given = l.given
left join given_names other_given on other_given.given = r.given;

-- Each case of one that records a field differs from each of the other's that does.
create or replace temp table wrong_merges as
select person_id, hard, list_filter([
    case when bool_and(given_name) then 'given name' end,
    case when bool_and(middle_name) then 'middle name' end,
    case when bool_and(suffix) then 'suffix' end,
    case when bool_and(birth_date) then 'birth date' end,
    case when bool_and(sex) then 'sex' end,
    case when bool_and(region) then 'region' end
], lambda field: field is not null) as fields
from compared
group by person_id, one, other, hard;
