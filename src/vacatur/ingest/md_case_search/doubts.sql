-- Rows that could not be mapped still name cases and people. What such a row names is not complete:
-- a case that lost a charge row no longer lists all its charges, and a search of a person's history
-- no longer has all its results among the cases. Copies of a mapped row cast no doubt.

create temp table words_in_doubt as
select distinct file, unnest(regexp_extract_all(text, '[^,"\s]+')) as word
from quarantine
where file in ('cases', 'charges') and not starts_with(reason, getvariable('copy'));

create temp table doubtful_cases as
select case_num from cases_rows
where case_num in (select word from words_in_doubt where file = 'charges')
    -- Nor does one from which a charge has vanished, though it were the last and left no gap.
    or case_num in (select case_id from gaps);

create temp table doubtful_keys as
select distinct person_key from history_searches_rows
where person_key in (select word from words_in_doubt where file = 'cases');
