-- What linking needs. Needs: cases_rows, history_searches_rows, doubtful_keys.

create temp view searches as
select person_key,
       max(past(iso_day(searched_on))) as searched_on,
       bool_or(past(iso_day(searched_on)) is null) as lost
from history_searches_rows
group by all;

create temp view defendants_mapped as
select
    header.case_num as case_id,
    past(iso_day(defendant_dob_shifted)) as birth_date,
    known(defendant_race) as race,
    case when upper(trim(defendant_sex)) <> 'U' then known(defendant_sex) end as sex,
    -- A search covers a person only while every row that names the person could be mapped.
    case when doubtful_keys.person_key is null then searches.searched_on end as history_checked_on,
    getvariable('cases_file') as source_file,
    header.row as source_row,
    list_filter([
        case when lost(conflicts, 'defendant_dob_shifted', defendant_dob_shifted,
                       past(iso_day(defendant_dob_shifted))) then 'birth_date' end,
        case when (searches.lost and searches.searched_on is null)
                  or (doubtful_keys.person_key is not null and searches.searched_on is not null)
                  or list_contains(conflicts, 'person_key') then 'history_checked_on' end,
        case when list_contains(conflicts, 'defendant_race') then 'race' end,
        case when list_contains(conflicts, 'defendant_sex') then 'sex' end
    ], lambda name: name is not null) as unreadable
from cases_rows header
left join searches on searches.person_key = known(header.person_key)
left join doubtful_keys on doubtful_keys.person_key = known(header.person_key);

create temp view identifiers_mapped as
with named as (
    select distinct known(district_case_num) as case_num
    from cases_rows where known(district_case_num) is not null
)
select case_num as case_id, 'state_id' as kind, known(sid) as value from cases_rows
union all
select case_num, 'tracking_number', known(tracking_num) from cases_rows
union all
select case_num, 'feed_person_key', known(person_key) from cases_rows
union all
select case_num, 'linked_case', known(district_case_num) from cases_rows
union all
select case_num, 'linked_case', case_num from cases_rows semi join named using (case_num);

create temp view identifiers_known as select * from identifiers_mapped where value is not null;
