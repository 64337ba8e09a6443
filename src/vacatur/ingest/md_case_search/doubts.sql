-- Rows that could not be mapped still name cases and people. What such a row names is not complete:
-- a case that lost a charge row does not list all its charges, and a search of a person's history
-- no longer has all its results among the cases. Copies of a mapped row cast no doubt.

create temp table texts_in_doubt as
select file, row, text from quarantine
where file in ('cases', 'charges') and not starts_with(reason, getvariable('copy'))
    -- A row about what has vanished was read; the case that it leaves stands in gaps.
    and reason <> getvariable('withheld')
union all
-- Two headers of one case that differ: one is in quarantine, and here is the other.
select 'cases', row, line from cases_lines semi join (
    select row from cases_rows where list_has_any(
        conflicts,
        ['person_key', 'sid', 'tracking_num', 'district_case_num', 'case_disposition'])
) using (row);

-- Needs: the macro cuts.
create temp table cells_in_doubt as
select distinct file, row, trim(cell, ' "') as cell
from (
    select file, row, unnest(cuts(text, ',')) as cell
    from texts_in_doubt
);

create temp table doubtful_cases as
select case_num from cases_rows
where case_num in (select cell from cells_in_doubt where file = 'charges');

-- Cases of which some header says that they went on elsewhere, though it could not be mapped.
create temp table moved_in_doubt as
select distinct named.cell as case_num
from cells_in_doubt named
join cells_in_doubt said using (file, row)
where file = 'cases' and moves(said.cell);

-- Without a person key, a header names its person by a name, and that can be spelled otherwise: one
-- that was lost, or whose name is disputed, may be of anybody who has no key.
create temp table nameless as
select row from texts_in_doubt
where file = 'cases' and row not in (
    select row from cells_in_doubt
    where file = 'cases' and not says_none(cell) and cell in (
        select trim(unnest([person_key, sid, tracking_num, case_num, district_case_num]))
        from cases_rows))
union all
select row from cases_rows
where list_contains(conflicts, 'defendant_name') and trim(person_key) = '';

create temp table strangers as
select row from orphans
where case_num not in (select cell from cells_in_doubt where file = 'cases');

update quarantine
set reason = reason || ', and may be anybody''s: no search of a history counts as complete'
where file = 'charges' and row in (from strangers);

-- Cases by whose keys somebody's search is in doubt; linking carries it to the whole person.
create temp table doubtful_searches as
select distinct case_num
from (
    select case_num,
        unnest([person_key, sid, tracking_num, district_case_num]) as value
    from cases_rows
)
where trim(value) in (select cell from cells_in_doubt) and not says_none(value)
union
-- A Circuit Court header that was lost may have named its District case.
select case_num from cases_rows
where case_num in (select cell from cells_in_doubt where file = 'cases')
union
-- A charge whose case no header names, mapped or not, may be anybody's.
select case_num from cases_rows where exists (from strangers)
union
select case_num from cases_rows where trim(person_key) = '' and exists (from nameless);
