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
       count(*) = max(number) and min(number) = 1 and count(distinct number) = count(*)
           and count(number) = count(*) as without_gap
from (select case_num, try_cast(charge_num as integer) as number from charges_rows)
group by all;

create temp view cases_mapped as
select
    header.case_num as case_id,
    getvariable('cases_file') as source_file,
    header.row as source_row,
    list_filter([
        case when lost(conflicts, 'court_system', court_system, court) then 'county' end,
        case when lost(conflicts, 'court_system', court_system, court) then 'court' end,
        case when list_contains(conflicts, 'case_disposition') then 'continued_in' end,
        case when lost(conflicts, 'court_system', court_system, court) then 'prosecuting_office' end,
        case when lost(conflicts, 'court_system', court_system, court) then 'state' end
    ], lambda name: name is not null) as unreadable,
    header.case_num as number,
    courts.state,
    courts.county,
    courts.court,
    courts.prosecuting_office,
    'electronic' as record_medium,
    case when charge_numbers.without_gap and doubtful_cases.case_num is null then true end
        as charges_complete,
    case when upper(trim(header.case_disposition))
              in ('FORWARDED TO CIRCUIT COURT', 'JURY TRIAL PRAYED')
         then coalesce(circuit_of.numbers, '?')
         -- A Circuit Court header names the case all the same: an appeal from the District Court.
         else circuit_of.numbers end as continued_in,
    false as objections_checked,
    false as victims_checked
from cases_rows header
left join courts on courts.as_sent is not distinct from header.court_system
left join circuit_of on circuit_of.case_num = header.case_num
left join charge_numbers on charge_numbers.case_num = header.case_num
left join doubtful_cases on doubtful_cases.case_num = header.case_num;
