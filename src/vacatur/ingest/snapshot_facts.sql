with beside as (
    select case_id, to_json(r)::varchar as fact
    from (select * exclude (source_file, source_row) from defendants) r
    union all select case_id, to_json(identifiers)::varchar from identifiers
    union all select case_id, to_json(objections)::varchar from objections
    union all select case_id, to_json(victims)::varchar from victims
),
beside_case as (
    select case_id, string_agg(fact, ';' order by fact) as facts from beside group by all
)
select 'case' as kind, case_id as id, case_id,
    md5_number_lower(to_json(r)::varchar || coalesce(facts, '')) as hash
from (select * exclude (source_file, source_row, person_id) from cases) r
left join beside_case using (case_id)
union all
select 'charge', charge_id, case_id,
    md5_number_lower(to_json(r)::varchar || coalesce(to_json(f)::varchar, ''))
from (select * exclude (source_file, source_row, person_id, offense_id) from charges) r
left join findings f using (charge_id)
