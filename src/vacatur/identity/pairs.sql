-- What stands between two spellings that the model scored: whether each part of them agrees, what
-- forbids joining them, and what holds them back until a person has looked.
-- Reads: scored (of Splink), spellings, what alike.sql leaves, said_apart (cases of which a person said
-- that they are two people's), labels and the variables link_weight and, for each comparison, its levels.
-- Leaves: pairs, one row for each two labels, the smaller one first; recorded, what each label records.

-- A name of two generations: with a birth date missing, father and son cannot be told apart.
create or replace temp table names_of_two_generations as
select full_name
from spellings
group by full_name
having max(year(birth_date)) - min(year(birth_date)) >= 15;

-- Splink numbers the levels from the least alike, 0; -1: not recorded on both sides.
create or replace temp macro level_of(comparison, level) as
    case when level >= 0 then getvariable(comparison || '_levels')[level + 1] end;

-- What cannot be true of one person; false where it is not known.
create or replace temp macro are_a_generation_apart(born, other_born) as
    coalesce(abs(year(born) - year(other_born)) >= 15, false);

create or replace temp macro have_two_suffixes(suffix, other_suffix) as
    coalesce(suffix <> other_suffix, false);

create or replace temp macro acted_before_birth(acted, born, other_acted, other_born) as
    coalesce(acted < other_born or other_acted < born, false);

-- Of two sets of values none is in both.
create or replace temp macro share_none(mine, theirs) as
    coalesce(not list_has_any(mine, theirs), false);

create or replace temp macro have_two_middle_names(middles, others) as coalesce(
    middles is not null and others is not null and list_filter(middles, lambda middle:
        list_filter(others, lambda other: fits(middle, other)) <> []) = [], false);

-- All that the cases under one label record; null: nothing. Of who has a middle name in full somewhere,
-- an initial says nothing more.
create or replace temp table recorded as
select label, list(distinct sex) filter (sex is not null) as sexes,
    coalesce(list(distinct middle) filter (length(middle) > 1),
        list(distinct middle) filter (length(middle) = 1)) as middles
from spellings
group by label;

create or replace temp table apart as
select distinct least(mine.label, theirs.label) as label_l, greatest(mine.label, theirs.label) as label_r
from said_apart
join linkable l on l.case_id = said_apart.one
join linkable r on r.case_id = said_apart.other
join labels mine on mine.case_number = l.case_number
join labels theirs on theirs.case_number = r.case_number
where mine.label <> theirs.label;

create or replace temp table agreements as
select spelling_l, spelling_r, match_weight as weight,
    mw_name + coalesce(mw_tf_adj_name, 0) as name_weight,
    mw_middle + coalesce(mw_tf_adj_middle, 0) as middle_weight,
    mw_suffix as suffix_weight, mw_birth_date as birth_date_weight, mw_sex as sex_weight,
    mw_place as place_weight,
    level_of('name', gamma_name) as name, level_of('middle', gamma_middle) as middle,
    level_of('suffix', gamma_suffix) as suffix, level_of('birth_date', gamma_birth_date) as birth_date,
    level_of('sex', gamma_sex) as sex, level_of('place', gamma_place) as place,
    least(l.label, r.label) as label_l, greatest(l.label, r.label) as label_r,
    l.case_number as case_l, r.case_number as case_r,
    l.given = r.given or is_mistyped(one_given, other_given)
        or list_has_any(l.given_forms, r.given_forms) as one_given_name,
    one_given.stands and other_given.stands as given_names_stand,
    coalesce(l.given = r.middle or l.middle = r.given, false) as goes_by_the_middle_name,
    l.surname = r.surname or is_mistyped(one_surname_known, other_surname_known)
        or list_has_any(l.surname_halves, r.surname_halves) as one_surname,
    coalesce(l.middle = r.middle and length(l.middle) > 1, false) as same_middle,
    coalesce(fits(l.middle, r.middle), false) as fitting_middle,
    have_two_middle_names(mine.middles, theirs.middles) as other_middle,
    have_two_suffixes(l.suffix, r.suffix) as other_suffix,
    share_none(mine.sexes, theirs.sexes) as other_sex,
    coalesce(damerau_levenshtein(l.street, r.street) <= 2, false) as same_street,
    coalesce(l.zip = r.zip, false) as same_zip,
    are_a_generation_apart(l.birth_date, r.birth_date) as a_generation_apart,
    coalesce(l.sex = r.sex, false) as same_sex,
    coalesce(l.zip <> r.zip, false) as other_zip,
    -- The first three digits are of one region.
    coalesce(left(l.zip, 3) <> left(r.zip, 3), false) as far_apart,
    acted_before_birth(l.first_day, l.birth_date, r.first_day, r.birth_date) as before_birth,
    share_none(l.state_ids, r.state_ids) as two_state_ids,
    l.full_name in (from names_of_two_generations)
        or r.full_name in (from names_of_two_generations) as of_two_generations,
    apart.label_l is not null as said_apart
from scored
join spellings l on l.spelling = spelling_l
join spellings r on r.spelling = spelling_r
join recorded mine on mine.label = l.label
join recorded theirs on theirs.label = r.label
join given_names one_given on one_given.given = l.given
join given_names other_given on other_given.given = r.given
join surnames one_surname_known on one_surname_known.surname = l.surname
join surnames other_surname_known on other_surname_known.surname = r.surname
left join apart on apart.label_l = least(l.label, r.label)
    and apart.label_r = greatest(l.label, r.label)
where l.label <> r.label;

-- Two altogether different names are two people's, whatever else agrees: a couple's, it may be.
create or replace temp table weighed as
select *,
    -- What no weight overrides.
    list_filter([
        case when name = 'other_given' and not goes_by_the_middle_name
                and (given_names_stand or other_middle)
            -- Twins may be called alike; with another middle name, too, it is no typing error.
            or name in ('given_letter', 'both_a_little') and not one_given_name and other_middle
            then 'two_given_names' end,
        case when a_generation_apart then 'a_generation_apart' end,
        case when other_suffix then 'other_suffix' end,
        case when two_state_ids then 'two_state_ids' end,
        case when before_birth then 'before_birth' end,
        case when said_apart then 'said_apart' end
    ], lambda veto: veto is not null) as vetoes,
    -- What a person must look at, however much it weighs.
    list_filter([
        case when weight < getvariable('link_weight') then 'little_evidence' end,
        -- Twins have one surname, one birth date and one address.
        case when name = 'other_given' then 'unlike_given_names' end,
        case when name in ('given_letter', 'both_a_little') and not one_given_name
            and not same_middle then 'names_alike' end,
        case when name = 'surname_letter' and not one_surname and not same_middle
            and not same_street then 'names_alike' end,
        case when name = 'other_surname' and not (same_middle or same_street)
            then 'two_surnames' end,
        case when birth_date is null and (of_two_generations
            or not (name in ('same', 'other_form', 'given_letter', 'surname_letter')
                and (same_middle or same_street))) then 'no_birth_date' end,
        case when birth_date = 'other' and not (name in ('same', 'swapped') and same_middle
            and same_street) then 'two_birth_dates' end,
        case when other_middle and not (name = 'same' and same_street and birth_date is not null)
            then 'two_middle_names' end,
        -- In one house they may be brother and sister, if the given name is not quite the same either.
        case when other_sex and not (same_middle or same_street
            and name not in ('other_form', 'given_letter', 'both_a_little')) then 'two_sexes' end,
        -- What agrees may be chance where nothing else does: a middle name, a street, a ZIP code.
        case when not fitting_middle and not same_street and not same_zip
            and (far_apart or not (same_sex and other_zip)) then 'nothing_else' end
    ], lambda doubt: doubt is not null) as doubts
from agreements
where name <> 'other';

-- Of several spellings under the same two labels, the pair that joins them best; a veto of any holds.
create or replace temp table pairs as
select * exclude (vetoes, row_in_turn), all_vetoes as vetoes
from (
    select *,
        list_sort(list_distinct(flatten(list(vetoes) over two_labels))) as all_vetoes,
        row_number() over (two_labels order by len(doubts), weight desc, spelling_l, spelling_r)
            as row_in_turn
    from weighed
    window two_labels as (partition by label_l, label_r)
)
where row_in_turn = 1;

