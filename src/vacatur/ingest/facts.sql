-- What was mapped of every case and charge, as one hash. Needs: the views <table>_facts, whose
-- column `fact` is a row's facts as text.
with beside_case as (
    -- A sum does not depend on the order of the rows.
    select case_id, sum(md5_number_lower(fact)::hugeint) as facts
    from (
        select case_id, fact from defendants_facts
        union all select case_id, fact from identifiers_facts
        union all select case_id, fact from objections_facts
        union all select case_id, fact from victims_facts
        union all select case_id, fact from participants_facts
    )
    group by all
)
select 'case' as kind, case_id as id, case_id,
    md5_number_lower(fact || coalesce(facts::varchar, '')) as hash
from cases_facts left join beside_case using (case_id)
union all
select 'charge', charge_id, case_id, md5_number_lower(charge.fact || coalesce(finding.fact, ''))
from charges_facts charge left join findings_facts finding using (charge_id)
