-- Who took part in a case beside the defendant. Needs: charges_rows, cases_rows,
-- related_persons_rows, connections.

-- Somebody is named by a number or a name; an agency alone names nobody.
create temp view related_persons_read as
select
    related.row,
    related.case_num,
    connections.role,
    known(agency_code) as agency,
    case when not names_nobody(officer_id) then trim(officer_id) end as identifier,
    known(name) as name
from related_persons_rows related
left join connections on connections.as_sent = related.connection;

-- A connection that is in no map is kept where it is an officer's: of a complainant, a surety or
-- counsel nothing is of use here.
create temp table participants_refused as
select row, case when coalesce(identifier, name) is null then 'neither an officer_id nor a name'
        else 'its connection is no part in a case that is known' end as reason
from related_persons_read
where coalesce(identifier, name) is null or coalesce(role, identifier) is null;

create temp view participants_mapped as
select
    case_num as case_id,
    getvariable('charges_file') as source_file,
    row as source_row,
    key as charge,
    -- Of a charge the export names the officer who made it.
    'complaining_officer' as role,
    known(agency_name) as agency,
    trim(officer_id) as identifier,
    null as name
from charges_rows semi join cases_rows using (case_num)
where not names_nobody(officer_id)
union all
select case_num, getvariable('related_persons_file'), row, null, role, agency, identifier, name
from related_persons_read anti join participants_refused using (row);
