-- The people as the headers of cases spell them, in parts that can be compared.
-- Reads: defendants, linkable, labels (which cases exact keys join), keys, first_days (of each case,
-- the first day on which something was done), forms_of_names.
-- Leaves: spellings, one row for each spelling under each label; null always means "not recorded".

-- Capitals without accents or apostrophes; whatever else stands between letters parts words.
create or replace temp macro letters(printed) as
    regexp_replace(replace(replace(translate(upper(strip_accents(printed)), 'ØŁÐÞ', 'OLDT'),
        '''', ''), '’', ''), '[^A-Z, ]+', ' ', 'g');

create or replace temp macro words_of(printed) as
    list_filter(string_split_regex(printed, '[ ,]+'), lambda word: word <> '');

create or replace temp macro is_suffix(word) as word in ('JR', 'SR', 'II', 'III', 'IV');

-- [DE LA CRUZ]: only CRUZ is a half by which a name may be known.
create or replace temp macro is_particle(word) as
    length(word) < 3 or word in ('DEL', 'VAN', 'VON', 'LOS', 'LAS', 'DER', 'DEN', 'SAN', 'BIN');

-- A street as one reads it: without marks, the usual words short, and without the apartment.
create or replace temp macro street_of(printed) as nullif(trim(regexp_replace(regexp_replace(
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        regexp_replace(upper(strip_accents(printed)), '[^A-Z0-9]+', ' ', 'g'),
        '\bSTREET\b', 'ST', 'g'), '\bAVENUE\b', 'AVE', 'g'), '\bROAD\b', 'RD', 'g'),
        '\bDRIVE\b', 'DR', 'g'), '\b(APARTMENT|APT|UNIT)\b.*$', '', 'g'), ' +', ' ', 'g')), '');

-- Of a name without a comma, the last word is the surname: [MARY ANN SMITH-JONES JR].
create or replace temp table names_in_words as
with printed as (
    -- Several columns of a mapping stand between bars, the surname first.
    select printed,
        -- A hyphen ties the words of one surname.
        words_of(letters(name)) as words,
        letters(split_part(name, ',', 1)) as before_comma,
        letters(substr(name, strpos(name, ',') + 1)) as behind_comma,
        letters(replace(regexp_extract(
            regexp_replace(trim(upper(name)), '[\s,.]+(JR|SR|II|III|IV)\.?$', ''),
            '(\S+)$', 1), '-', ' ')) as last_word,
        contains(name, ',') as has_comma
    from (
        select distinct name as printed, replace(name, '|', ',') as name
        from defendants
        where name is not null
    )
),
parted as (
    select printed, words,
        list_filter(words_of(case when has_comma then before_comma else last_word end),
            lambda word: not is_suffix(word)) as surnames,
        list_filter(words_of(case when has_comma then behind_comma else letters(printed) end),
            lambda word: not is_suffix(word)) as others,
        has_comma
    from printed
)
select printed,
    nullif(array_to_string(surnames, ''), '') as surname,
    list_filter(surnames, lambda word: not is_particle(word)) as surname_halves,
    case when has_comma or len(others) > len(surnames) then others[1] end as given,
    case when has_comma or len(others) > len(surnames) + 1 then others[2] end as middle,
    list_filter(words, lambda word: is_suffix(word))[1] as suffix
from parted;

create or replace temp table forms as
select form, list(distinct name order by name) as forms
from (
    select name, unnest(list_prepend(name, string_split(forms, ' '))) as form from forms_of_names
)
group by form;

-- A label's first day and state ids stand beside each of its spellings.
create or replace temp table of_labels as
select label, list(distinct value order by value) filter (kind = 'state_id') as state_ids,
    min(first_day) as first_day
from labels
left join keys using (case_number)
join linkable using (case_number)
left join first_days using (case_id)
group by label;

create or replace temp table spellings as
select row_number() over (
        order by label, surname, given, middle, suffix, birth_date, sex, zip, street) as spelling,
    * exclude (first_day),
    -- A day before the birth date that stands beside it tells of a wrong date, and of nobody else.
    case when first_day < birth_date then null else first_day end as first_day
from (
    select label, surname, surname_halves, given, coalesce(forms, [given]) as given_forms, middle,
        suffix, given || ' ' || surname as full_name, linkable.birth_date,
        strftime(linkable.birth_date, '%Y%m%d') as birth_day,
        case when plain_sex in ('M', 'F') then plain_sex end as sex,
        nullif(regexp_extract(zip, '^(\d{5})', 1), '') as zip, street_of(address) as street,
        min(case_number) as case_number
    from linkable
    join labels using (case_number)
    join defendants using (case_id)
    join names_in_words on names_in_words.printed = name
    left join forms on forms.form = given
    where surname is not null and given is not null
    group by all
)
join of_labels using (label);
