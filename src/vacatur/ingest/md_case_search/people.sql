-- What linking needs. Needs: cases_rows, history_searches_rows, doubtful_searches, charge_numbers, unmasked.

create temp view searches_read as
select search.row, search.person_key, search.case_num,
    -- A row that names a person and somebody else's case does not say who was searched.
    case when not coalesce(is_key(search.person_key)
                           and known(header.person_key) <> search.person_key, false)
         then past(iso_day(search.searched_on)) end as searched_on
from history_searches_rows search left join cases_rows header using (case_num);

create temp view searches as
select case_num, max(searched_on) as searched_on, arg_max(row, searched_on) as search_row,
    bool_or(searched_on is null) as lost
from (
    select header.case_num, search.row, search.searched_on
    from searches_read search
    join cases_rows header on known(header.person_key) = search.person_key
    -- A key that says "none" is many people's, and a search under it is nobody's.
    where is_key(search.person_key)
    union all
    select search.case_num, search.row, search.searched_on
    from searches_read search semi join cases_rows using (case_num)
)
group by all;

create temp view headers_searched as
select
    header.*,
    searches.searched_on,
    searches.search_row,
    searches.lost as search_lost,
    -- A search covers a person only while every row that names the person could be mapped, and
    -- while it can be told whether a case lists all its charges.
    doubtful_searches.case_num is not null
        or (charge_numbers.case_num is not null and charge_numbers.complete is null) as doubtful
from cases_rows header
left join searches using (case_num)
left join doubtful_searches using (case_num)
left join charge_numbers using (case_num);

create temp view defendants_mapped as
select
    case_num as case_id,
    past(iso_day(defendant_dob_shifted)) as birth_date,
    known(defendant_race) as race,
    case when upper(trim(defendant_sex)) <> 'U' then known(defendant_sex) end as sex,
    unmasked(known(defendant_name)) as name,
    unmasked(known(defendant_address)) as address,
    town_of(defendant_city, defendant_state) as town,
    unmasked(known(defendant_zip5)) as zip,
    case when not doubtful then searched_on end as history_checked_on,
    getvariable('cases_file') as source_file,
    row as source_row,
    case when not doubtful and searched_on is not null
         then ['history_checked_on=' || getvariable('history_searches_file') || '#' || search_row]
         else [] end as read_elsewhere,
    list_filter([
        case when list_contains(conflicts, 'defendant_address') then 'address' end,
        case when lost(conflicts, 'defendant_dob_shifted', defendant_dob_shifted,
                       past(iso_day(defendant_dob_shifted))) then 'birth_date' end,
        case when (search_lost and searched_on is null)
                  or (doubtful and searched_on is not null)
                  or list_contains(conflicts, 'person_key') then 'history_checked_on' end,
        case when list_contains(conflicts, 'defendant_name') then 'name' end,
        case when list_contains(conflicts, 'defendant_race') then 'race' end,
        case when list_contains(conflicts, 'defendant_sex') then 'sex' end,
        case when list_contains(conflicts, 'defendant_city')
                  or list_contains(conflicts, 'defendant_state') then 'town' end,
        case when list_contains(conflicts, 'defendant_zip5') then 'zip' end
    ], lambda name: name is not null) as unreadable
from headers_searched;

create temp view identifiers_mapped as
with named as (
    select distinct known(district_case_num) as case_num
    from cases_rows where known(district_case_num) is not null
)
select case_num as case_id, 'state_id' as kind, known(sid) as value from cases_rows
union all
select case_num, 'tracking_number', known(tracking_num) from cases_rows
union all
-- Where the export has no key of the person, whoever tells of the person names the case.
select case_num, 'feed_person_key',
    case when person_key is not null then coalesce(known(person_key), case_num) end
from cases_rows
union all
select case_num, 'linked_case', known(district_case_num) from cases_rows
union all
select case_num, 'linked_case', case_num from cases_rows semi join named using (case_num);

create temp view identifiers_known as select * from identifiers_mapped where value is not null;
