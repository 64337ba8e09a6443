-- Warrants and dates in court of the cases. Needs: warrants_rows, court_schedule_rows,
-- warrant_statuses.

create temp view warrants_read as
select
    warrant.*,
    past(iso_day(issue_date)) as issued_on,
    past(iso_day(status_date)) as status_on,
    statuses.status,
    statuses.first_day::date as first_day,
    statuses.last_day::date as last_day
from warrants_rows warrant
left join warrant_statuses statuses on statuses.as_sent is not distinct from warrant.last_status;

-- A wording of some days only means nothing on a day that is not known.
create temp view case_warrants_mapped as
select
    case_num as case_id,
    getvariable('warrants_file') as source_file,
    row as source_row,
    known(warrant_type) as kind,
    issued_on,
    case when (first_day is null or status_on >= first_day)
              and (last_day is null or status_on <= last_day) then status end as status,
    known(last_status) as status_recorded,
    status_on
from warrants_read;

create temp view court_dates_mapped as
select
    case_num as case_id,
    getvariable('court_schedule_file') as source_file,
    row as source_row,
    past_or_ahead(iso_day("date")) as day,
    known("time") as time,
    known(event_type) as event,
    known(location) as location,
    known(room) as room,
    known(result) as result
from court_schedule_rows;
