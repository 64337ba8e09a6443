-- One row per case header. Needs: cases_rows, courts, charges_rows, doubtful_cases.

create temp view circuit_of as
select known(header.district_case_num) as case_num,
       string_agg(distinct header.case_num, '; ' order by header.case_num) as numbers
from cases_rows header
join courts on courts.as_sent is not distinct from header.court_system
where courts.court = 'circuit' and known(header.district_case_num) is not null
group by all;

-- A number missing from the sequence is a charge that was expunged, so a charge of unknown kind.
create temp view charge_numbers as
select case_num,
       -- Which charge a number without digits is, or one that stands twice, cannot be told.
       case when count(number) < count(*) then null
            when min(number) <> 1 or max(number) <> count(distinct number) then false
            when count(distinct number) = count(*) then true end as complete
from (
    select case_num, case when regexp_full_match(charge_num, '\d+')
                          then try_cast(charge_num as integer) end as number
    from charges_rows
)
group by all;

create temp view headers_judged as
select cases_rows.*,
    coalesce(moves(case_disposition), false) or moved_in_doubt.case_num is not null as moved,
    list_contains(conflicts, 'case_disposition') as disposition_disputed
from cases_rows left join moved_in_doubt using (case_num);

create temp view cases_mapped as
select
    header.case_num as case_id,
    getvariable('cases_file') as source_file,
    header.row as source_row,
    list_filter([
        case when disposition_disputed and not moved and circuit_of.numbers is null
             then 'appeal' end,
        case when lost(conflicts, 'court_system', court_system, court) then 'county' end,
        case when lost(conflicts, 'court_system', court_system, court) then 'court' end,
        case when disposition_disputed and circuit_of.numbers is null then 'continued_in' end,
        case when lost(conflicts, 'court_system', court_system, court) then 'prosecuting_office' end,
        case when lost(conflicts, 'court_system', court_system, court) then 'state' end
    ], lambda name: name is not null) as unreadable,
    header.case_num as number,
    courts.state,
    courts.county,
    courts.court,
    courts.prosecuting_office,
    'electronic' as record_medium,
    -- The judgment may be another court's: nobody but a person can tell.
    case when moved or circuit_of.numbers is not null then 'transferred' end as appeal,
    -- A case has at least one charge, so one without any is not whole.
    case when charge_numbers.case_num is null or doubtful_cases.case_num is not null then false
         -- One that has vanished was probably expunged; where it was the last, no number is missing.
         when header.case_num in (select case_id from gaps) then null
         else charge_numbers.complete end as charges_complete,
    case when moves_up(header.case_disposition) then coalesce(circuit_of.numbers, '?')
         -- A Circuit Court header names the case all the same: an appeal from the District Court.
         else circuit_of.numbers end as continued_in,
    false as objections_checked,
    false as victims_checked,
    -- A blank cell does not say that nobody took part.
    header.case_num in (select case_id from participants_mapped) as participants_checked
from headers_judged header
left join courts on courts.as_sent is not distinct from header.court_system
left join circuit_of on circuit_of.case_num = header.case_num
left join charge_numbers on charge_numbers.case_num = header.case_num
left join doubtful_cases on doubtful_cases.case_num = header.case_num;
