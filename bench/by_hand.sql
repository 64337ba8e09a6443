-- MD-EXP-105-12 on 2026-02-15, written by hand for DuckDB: the alternative that decide is held to.
-- It answers only this rule on only this day, keeps no reasons, and must give the same answers.
copy (
with verdicts as (
  select * from read_parquet('{verdicts}')
), charges as (
  select *, coalesce(grade in ('civil', 'infraction'), false) as civil
  from read_parquet('{records}/charges.parquet')
  where coalesce(coalesce(arrest_date, issued_date, offense_date) <= date '2026-02-15', true)
), candidates as (
  select c.*,
    case when c.offense_date not between v.possession_first and v.possession_last and v.possession
      then null else v.possession end as possession,
    v.attempt or v.conspiracy as inchoate, v.predecessor
  from charges c join verdicts v using (offense_id)
  where coalesce(c.disposition in ('convicted', 'merged'), true) and not c.civil
    and coalesce(c.disposition_date <= date '2026-02-15', true)
    and coalesce(v.possession or v.attempt or v.conspiracy, true)
), pending as (
  select k.charge_id,
    bool_or(o.is_pending) as has_one, bool_or(o.is_pending is null) as unsure
  from candidates k join (
    select person_id,
      case when disposition_date > date '2026-02-15' then true else disposition = 'pending' end
        and not coalesce(minor_traffic, false) and not civil as is_pending
    from charges
  ) o using (person_id)
  group by k.charge_id
), cut_short as (
  select distinct person_id from read_parquet('{records}/cases.parquet') where not charges_complete
), facts as (
  select k.*, q.state, q.appeal, q.court, q.restitution_balance,
    p.birth_date, p.death_date, p.noncitizen, p.custody,
    exists (from read_parquet('{records}/victims.parquet') r where r.case_id = k.case_id)
      as has_victim,
    exists (from read_parquet('{records}/objections.parquet') r
      where r.case_id = k.case_id and r.status = 'pending') as objected,
    exists (from read_parquet('{records}/relief.parquet') r where r.charge = k.charge_id)
      as relieved,
    exists (from read_parquet('{records}/warrants.parquet') r where r.person_id = k.person_id
      and r.status = 'open' and r.reason = 'violation_of_probation') as violation,
    coalesce(p.history_checked_on = date '2026-02-15', false)
      and k.person_id not in (from cut_short) as searched,
    n.has_one, n.unsure
  from candidates k
  join read_parquet('{records}/cases.parquet') q using (case_id)
  join read_parquet('{records}/persons.parquet') p on p.person_id = k.person_id
  left join pending n on n.charge_id = k.charge_id
), claims as (
  select charge_id, sentence_end,
    state = 'MD' and disposition in ('convicted', 'merged') and (possession or inchoate) as scope,
    disposition = 'merged' as merged, inchoate,
    coalesce(predecessor or offense_date < date '2002-10-01', false)
      or coalesce(sentence_end <= date '2026-02-15' and (sentence_completion = 'not_complete'
        or violation or custody in ('incarcerated', 'supervision')), false)
      or coalesce(sentence_end < disposition_date, false)
      or coalesce(disposition_date < offense_date, false)
      or coalesce(death_date <= date '2026-02-15', false) or coalesce(noncitizen, false)
      or coalesce(appeal in ('pending', 'transferred'), false)
      or coalesce(offense_date < birth_date + interval 18 year, false)
      or coalesce(court = 'juvenile', false) or coalesce(restitution_balance > 0, false)
      or has_victim or objected or relieved as flagged,
    sentence_end <= date '2026-02-15' as has_run,
    case when has_one then true when not unsure and searched then false end as pending
  from facts
)
select charge_id,
  case
    when flagged or coalesce(merged or inchoate, false) then 'REVIEW'
    when (merged or inchoate) is null or scope is null then 'REVIEW'
    when pending is null then 'REVIEW'
    when pending then 'NOT_YET'
    when has_run is null then 'REVIEW'
    when has_run then 'ELIGIBLE_PETITION'
    else 'NOT_YET'
  end as published,
  case when scope and not pending and not has_run and not flagged and not (merged or inchoate)
    then sentence_end end as eligible_on
from claims where scope or scope is null
order by charge_id
) to '{out}' (format parquet)
