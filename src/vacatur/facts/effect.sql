-- Cases, persons, findings and offences as the facts leave them. Needs: charges_told, lost.

-- A sentence does not end, nor a case, before it began: such a fact counts for nothing, and opens
-- the question again.
create or replace temp table misdated as
select charge_id, person_id,
    list_filter([
        case when has_fact(read_elsewhere, 'disposition_date')
                  and disposition_date < offense_date then 'disposition_date' end,
        case when has_fact(read_elsewhere, 'sentence_end')
                  and sentence_end < greatest(disposition_date, offense_date)
             then 'sentence_end' end
    ], lambda name: name is not null) as names
from charges_told
where sentence_end < greatest(disposition_date, offense_date) or disposition_date < offense_date;

insert into set_aside
select bad.person_id, 'charge', charge_id, name, fact,
    case name when 'sentence_end' then 'the sentence would end before it was imposed'
        else 'the case would have ended before the offence' end
from (select charge_id, person_id, unnest(names) as name from misdated) bad
join assertions told using (name)
where told.entity = 'charge' and told.id = charge_id;

create or replace temp table opened as
select charge_id, list_sort(list_distinct(flatten(list(names)))) as names
from (select charge_id, names from misdated union all
    select id, [name] from lost where entity = 'charge')
group by all;

create or replace temp table charges_dated as
select c.* replace (
    {opened_columns},
    list_distinct(list_concat(coalesce(c.unreadable, []), coalesce(names, []))) as unreadable
)
from charges_told c left join opened using (charge_id);

-- A case went on in another court, and searches tell how each of its charges ended there.
insert into assertions
select 'case', case_id, min(my_cases.person_id), 'appeal', 'decided', min(fact), min(place)
from my_cases
join charges_dated using (case_id)
left join entries on in_charge = charge_id and entries.disposition is not null
where appeal = 'transferred'
group by case_id
having bool_and(coalesce(fact is not null and charges_dated.disposition <> 'pending', false));

-- Charges whose words have changed are of another offence; equal words have equal numbers.
create or replace temp table reworded as
select charge_id, statute, local_code, description, act, substance, kind
from charges_dated
where offense_id is null or charge_id in (
    select id from assertions where entity = 'charge'
        and name in ('statute', 'local_code', 'description', 'act', 'substance', 'kind'));

create or replace temp table offense_numbers as
select distinct coalesce(known.offense_id, -1 - (md5_number_lower(concat_ws(chr(31),
        coalesce(r.statute, chr(30)), coalesce(r.local_code, chr(30)),
        coalesce(r.description, chr(30)), coalesce(r.act, chr(30)),
        coalesce(r.substance, chr(30)), coalesce(r.kind, chr(30)))) >> 2)::bigint) as offense_id,
    known.offense_id is null as is_new,
    r.statute, r.local_code, r.description, r.act, r.substance, r.kind
from (select distinct * exclude (charge_id) from reworded) r
left join base_offenses known
    on known.statute is not distinct from r.statute
    and known.local_code is not distinct from r.local_code
    and known.description is not distinct from r.description
    and known.act is not distinct from r.act
    and known.substance is not distinct from r.substance
    and known.kind is not distinct from r.kind;

create or replace temp table new_charges as
select charges_dated.* replace (coalesce(numbered.offense_id, charges_dated.offense_id) as offense_id)
from charges_dated
left join (
    select charge_id, min(offense_id) as offense_id
    from reworded r join offense_numbers n
        on n.statute is not distinct from r.statute
        and n.local_code is not distinct from r.local_code
        and n.description is not distinct from r.description
        and n.act is not distinct from r.act
        and n.substance is not distinct from r.substance
        and n.kind is not distinct from r.kind
    group by all
) numbered using (charge_id);

create or replace temp table new_offenses as
select offense_id, statute, local_code, description, act, substance, kind
from offense_numbers where is_new;

create or replace temp table new_victims as
select victims.* from base_victims victims semi join my_cases using (case_id)
union all by name
select case_id, my_cases.case_id || '/' || charge_num as charge, notice_sent
from victims_facts join my_cases on number = case_num where listed;

-- What two facts say alike stands once, where it was said first.
create or replace temp table new_participants as
select participants.* from base_participants participants semi join my_cases using (case_id)
union all by name
select case_id, charge, role, agency, unit, identifier, name, evidence,
    arg_min(file, (batch, row)) as source_file, arg_min(row, (batch, row)) as source_row
from (
    select my_cases.case_id, charge_id as charge, role, agency, unit,
        case when not names_nobody(officer_id) then officer_id end as identifier,
        name, evidence, file, row, batch
    from officers_facts
    join my_cases on number = case_num
    left join my_charges on my_charges.case_id = my_cases.case_id
        and split_part(charge_id, '/', -1) = charge_num
) group by all;

-- What is hashed of a person beside the records: everything that was told, whether or not it counts.
create or replace temp table new_hashes as
select person_id, case when told is null then person_hash
    else sha256(getvariable('workspace_key') || ':' || person_hash || ':' || told) end as person_hash
from base_person_hashes
semi join touched using (person_id)
left join (
    -- What two say alike is told once: it changes nothing, and so not the hash.
    select person_id, sum(md5_number_lower(concat_ws(chr(31), entity, id, name, value)))::varchar
        as told
    from (
        select person_id, entity, id, name, value from assertions
        union
        select person_id, 'return', person_key, searched, searched_on::varchar from returns
        union
        select person_id, 'victim', case_id, listed::varchar, notice_sent::varchar
        from victims_facts join my_cases on number = case_num
        union
        select person_id, 'participant', case_id, role, concat_ws(chr(31), coalesce(charge_num, chr(30)),
            coalesce(agency, chr(30)), coalesce(unit, chr(30)), coalesce(officer_id, chr(30)),
            coalesce(name, chr(30)), coalesce(evidence, chr(30)))
        from officers_facts join my_cases on number = case_num
        union
        select person_id, entity, id, name, reason from set_aside
    ) group by all
) using (person_id);
