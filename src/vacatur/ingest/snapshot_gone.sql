-- What stood in the last snapshot and stands no more. Fills gone. Needs: earlier_facts, earlier_identifiers and
-- the ids that the new files name. An id on a line that cannot be read has not vanished.
insert into gone
select kind, id, case_id from earlier_facts
where kind = 'case'
    and id not in (select id from present_cases where id is not null)
    and id not in (select id from unread_cases where id is not null);

-- A charge goes with its case, whatever the charges file still says.
insert into gone
select kind, id, case_id from earlier_facts
where kind = 'charge' and (
    case_id in (select id from gone where kind = 'case')
    or (id not in (select id from present_charges where id is not null)
        and case_id not in (select case_id from unread_charges where case_id is not null)));

-- A person who is in no case any more; a search of the history would still name them.
insert into gone
select distinct 'person', value, null::varchar from earlier_identifiers
where kind = 'feed_person_key'
    and value not in (select id from present_people where id is not null)
    and value not in (select id from unread_cases where id is not null);
