-- One row per charge. Needs: charges_rows, cases_rows, offense_words, dispositions,
-- sentence_ends_rows.

create temp view charges_parsed as
select
    charge.*,
    past(iso_day(charge_inc_date_from)) as first_day,
    past(iso_day(charge_inc_date_to)) as last_day,
    past(iso_day(charge_disp_date)) as disposed_on,
    past_or_ahead(slashed_day(charge_prob_end_date)) as probation_end,
    past_or_ahead(slashed_day(charge_pbj_end_date)) as pbj_end,
    days(charge_jailtime) as jail_days,
    days(charge_susp_jailtime) as suspended_days,
    known(charge_disposition) as wording,
    case when known(charge_disposition) is not null then dispositions.disposition
         when list_contains(charge.conflicts, 'charge_disposition') then null
         -- Blank is not pending: most blank rows ended in Circuit Court. Only a status says it.
         when upper(coalesce(known(charge.case_status), known(header.case_status)))
              in ('ACTIVE', 'OPEN') then 'pending' end as disposition,
    dispositions.treatment,
    courts.grade,
    past_or_ahead(iso_day(agency.sentence_end)) as agency_end,
    agency.sentence_end as agency_end_sent,
    case when list_contains(getvariable('completions'), lower(trim(agency.sentence_completion)))
         then lower(trim(agency.sentence_completion)) end as completion,
    agency.sentence_completion as completion_sent,
    agency.row as agency_row,
    coalesce(agency.conflicts, []) as agency_conflicts
from charges_rows charge
join cases_rows header on header.case_num = charge.case_num
left join courts on courts.as_sent is not distinct from header.court_system
left join dispositions on dispositions.as_sent = charge.charge_disposition
left join sentence_ends_rows agency on agency.key = charge.key;

create temp view charges_judged as
select
    *,
    -- Both are set aside: nothing says which of the two days is wrong.
    coalesce(disposed_on < least(first_day, last_day), false) as days_contradict,
    greatest(disposed_on, first_day) as not_before,
    lost(conflicts, 'charge_inc_date_from', charge_inc_date_from, first_day)
        or lost(conflicts, 'charge_inc_date_to', charge_inc_date_to, last_day)
        -- Two different days are a range, and the law asks for one day.
        or coalesce(first_day <> last_day, last_day is not null) as offense_day_lost,
    lost(conflicts, 'charge_prob_end_date', charge_prob_end_date, probation_end)
        or lost(conflicts, 'charge_pbj_end_date', charge_pbj_end_date, pbj_end)
        or lost(conflicts, 'charge_jailtime', charge_jailtime, jail_days)
        or lost(conflicts, 'charge_susp_jailtime', charge_susp_jailtime, suspended_days)
        as sentence_lost,
    lost(agency_conflicts, 'sentence_end', agency_end_sent, agency_end) as agency_end_lost,
    greatest(probation_end, pbj_end) as supervision_end,
    -- Blank is not zero: without a number nobody knows what is to be served. Where nothing is said
    -- of suspension, all of it may be.
    jail_days - coalesce(suspended_days, 0) as days_to_serve
from charges_parsed;

-- No sentence ends before the judgment, or before the offence.
create temp view sentences_judged as
select
    * exclude (sentence_lost, agency_end_lost),
    sentence_lost or coalesce(supervision_end < not_before, false) as sentence_lost,
    agency_end_lost or coalesce(agency_end < not_before, false) as agency_end_lost
from charges_judged;

create temp view charges_mapped as
select
    charge.key as charge_id,
    charge.case_num as case_id,
    words.offense_id,
    getvariable('charges_file') as source_file,
    charge.row as source_row,
    list_filter([
        case when agency_end is not null and not agency_end_lost
             then 'sentence_end=' || getvariable('sentence_ends_file') || '#' || agency_row end,
        case when completion is not null
             then 'sentence_completion=' || getvariable('sentence_ends_file') || '#' || agency_row end
    ], lambda place: place is not null) as read_elsewhere,
    list_filter([
        case when list_contains(conflicts, 'charge_desc') then 'description' end,
        case when lost(conflicts, 'charge_disposition', charge_disposition, disposition)
             then 'disposition' end,
        case when days_contradict
                  or lost(conflicts, 'charge_disp_date', charge_disp_date, disposed_on)
             then 'disposition_date' end,
        case when list_contains(conflicts, 'charge_cjis_code') then 'local_code' end,
        case when offense_day_lost or days_contradict then 'offense_date' end,
        case when lost(agency_conflicts, 'sentence_completion', completion_sent, completion)
             then 'sentence_completion' end,
        case when agency_end_lost or (agency_end is null and sentence_lost
                  and coalesce(disposition in ('convicted', 'pbj'), true))
             then 'sentence_end' end,
        case when list_contains(conflicts, 'charge_statute') then 'statute' end
    ], lambda name: name is not null) as unreadable,
    known(charge_statute) as statute,
    known(charge_cjis_code) as local_code,
    known(charge_desc) as description,
    words.act,
    words.kind,
    grade,
    case when not offense_day_lost and not days_contradict then first_day end as offense_date,
    disposition,
    wording as disposition_recorded,
    case when not days_contradict then disposed_on end as disposition_date,
    case when disposition in ('nolle_prosequi', 'stet') then treatment
         when disposition is not null then 'not_applicable' end as treatment,
    case when agency_end_lost then null
         when agency_end is not null then agency_end
         when sentence_lost then null
         -- Without a day of disposition, jail cannot be counted, so it may outlast supervision.
         when disposition in ('convicted', 'pbj') and days_to_serve >= 0
              and (days_to_serve = 0 or disposed_on + days_to_serve <= supervision_end)
         then supervision_end end as sentence_end,
    completion as sentence_completion,
    words.substance,
    words.below_grams as quantity_below_grams,
    words.at_least_grams as quantity_at_least_grams,
    words.weight_basis,
    words.product_form
from sentences_judged charge
left join offense_words words
    on words.statute is not distinct from known(charge_statute)
    and words.local_code is not distinct from known(charge_cjis_code)
    and words.description is not distinct from known(charge_desc)
    and words.contradicted
        = list_has_any(conflicts, ['charge_statute', 'charge_cjis_code', 'charge_desc']);
