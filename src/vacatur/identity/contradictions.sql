-- Labels that would come together by links and contradict each other.
-- Reads: labels_by_key, labels (as if all links joined), spellings, given_names, apart, and the macros of
-- pairs.sql. Leaves: together (label, whole), contradictions (label_l < label_r).

create or replace temp table together as
select distinct labels_by_key.label, labels.label as whole
from labels_by_key join labels using (case_number)
where labels.label in (
    select labels.label from labels_by_key join labels using (case_number)
    group by all having count(distinct labels_by_key.label) > 1);

create or replace temp table contradictions as
select distinct l.label as label_l, r.label as label_r
from together mine
join together theirs on theirs.whole = mine.whole and mine.label < theirs.label
join spellings l on l.label = mine.label
join spellings r on r.label = theirs.label
join given_names one_given on one_given.given = l.given
join given_names other_given on other_given.given = r.given
where have_two_suffixes(l.suffix, r.suffix)
    or are_a_generation_apart(l.birth_date, r.birth_date)
    or acted_before_birth(l.first_day, l.birth_date, r.first_day, r.birth_date)
    or have_two_state_ids(l.state_ids, r.state_ids)
    -- Two middle names; somebody without one may be either.
    or (
        least(length(l.middle), length(r.middle)) > 1 and not fits(l.middle, r.middle)
        and damerau_levenshtein(l.middle, r.middle) > 2
    )
    -- Two given names that both stand often; a nickname, an initial or a swapped name is none.
    or (
        l.given <> r.given and not is_mistyped(one_given, other_given)
        and not (damerau_levenshtein(l.given, r.given) <= 1 and coalesce(l.middle = r.middle, false))
        and not list_has_any(l.given_forms, r.given_forms)
        and not coalesce(l.given = r.surname or r.given = l.surname, false)
        and not (least(length(l.given), length(r.given)) = 1
            and left(l.given, 1) = left(r.given, 1))
    )
union
select mine.label, theirs.label
from apart
join together mine on mine.label = apart.label_l
join together theirs on theirs.label = apart.label_r and theirs.whole = mine.whole;
