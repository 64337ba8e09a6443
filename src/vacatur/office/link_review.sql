-- The pairs that wait for a person. Reads: name_pairs, defendants, cases, charges, undecided and the
-- variable `most`. Leaves: shown (turn: the most useful first), sides, rivals (by turn).

create temp table undecided_of as
select person_id, count(*) as charges
from charges semi join undecided using (charge_id)
group by person_id;

create temp table shown as
select row_number() over (order by undecided desc, weight desc, case_l, case_r) as turn, *
from (
    select name_pairs.*, l.person_id as person_l, r.person_id as person_r,
        (coalesce(mine.charges, 0) + coalesce(theirs.charges, 0))::bigint as undecided
    from name_pairs
    join cases l on l.case_id = case_l
    join cases r on r.case_id = case_r
    left join undecided_of mine on mine.person_id = l.person_id
    left join undecided_of theirs on theirs.person_id = r.person_id
    where band = 'review'
)
order by turn
limit getvariable('most');

create temp table sides as
select case_id, trim(number) as case_number, cases.person_id, held.cases, name,
    defendants.birth_date, defendants.sex, address, zip, court, county, first_day
from (select distinct unnest([case_l, case_r]) as case_id from shown)
join cases using (case_id)
join defendants using (case_id)
join (select person_id, count(*)::bigint as cases from cases group by all) held
    on held.person_id = cases.person_id
left join (select case_id, min(offense_date) as first_day from charges group by all)
    using (case_id);

-- Every other pair that is linked or waits, and has an end in one of the two persons. Of the two
-- cases of a pair, the one that is not shown already is the rival.
create temp table rivals as
select turn, coalesce(trim(other.number), other.case_id) as case_number,
    coalesce(trim(this.number), this.case_id) as beside, band = 'linked' as is_linked,
    weight as bits, name, birth_date
from (
    select turn, name_pairs.weight, name_pairs.band,
        name_pairs.whole_r in (shown.whole_l, shown.whole_r)
            and name_pairs.case_l not in (shown.case_l, shown.case_r) as left_is_other,
        case when left_is_other then name_pairs.case_l else name_pairs.case_r end as rival,
        case when left_is_other then name_pairs.case_r else name_pairs.case_l end as end_case
    from shown
    join name_pairs on name_pairs.band in ('linked', 'review')
        and (name_pairs.whole_l in (shown.whole_l, shown.whole_r)
            or name_pairs.whole_r in (shown.whole_l, shown.whole_r))
        and (name_pairs.case_l, name_pairs.case_r) <> (shown.case_l, shown.case_r)
)
join cases other on other.case_id = rival
join cases this on this.case_id = end_case
join (select case_id, name, birth_date from defendants) printed on printed.case_id = rival;
