-- One row for each case, with what a declaration can be held against.
-- Reads: cases_written, charges_written, defendants_written.

create or replace temp view numbered_charges as
select charges.case_id, disposition, disposition_date,
       -- A charge's id is its case's, a slash and its own.
       try_cast(substr(charge_id, length(charges.case_id) + 2) as integer) as number
from charges_written charges;

create or replace temp table covered_cases as
with listed as (
    select case_id,
           count(*) as charges,
           count(*) filter (disposition is null or disposition = 'pending') as open_charges,
           min(disposition_date) as first_outcome,
           max(disposition_date) as last_outcome,
           count(number) = count(*) as counted,
           max(number) as highest,
           count(number) = count(*)
               and (min(number) <> 1 or max(number) <> count(distinct number)) as short
    from numbered_charges group by all
)
select
    cases.case_id,
    cases.person_id,
    cases.county,
    cases.court,
    coalesce(listed.charges, 0) as charges,
    coalesce(listed.open_charges, 0) as open_charges,
    least(cases.filed_date, listed.first_outcome) as first_day,
    greatest(cases.filed_date, listed.last_outcome) as last_day,
    coalesce(listed.short, false) as short,
    -- Of a case with one charge, numbered 1, nothing shows whether others were left out.
    coalesce(listed.counted and (listed.highest > 1 or listed.short), false) as can_be_short,
    coalesce(defendants.history_checked_on is not null
        or list_contains(defendants.unreadable, 'history_checked_on'), false) as searched
from cases_written cases
left join listed using (case_id)
left join defendants_written defendants using (case_id);
