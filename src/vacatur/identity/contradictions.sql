-- Labels that would come together by links and contradict each other.
-- Reads: labels_by_key, labels (as if all links joined), spellings, recorded, pairs, given_names, apart, and
-- the macros of alike.sql and pairs.sql.
-- Leaves: together (label, whole); contradictions (label_l < label_r); comparisons, of the fields that
-- both of two labels record: whether they agree.

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
    or share_none(l.state_ids, r.state_ids)
    -- Two middle names; somebody without one may be either.
    or (
        least(length(l.middle), length(r.middle)) > 1 and not fits(l.middle, r.middle)
        and damerau_levenshtein(l.middle, r.middle) > 2
    )
    -- Two given names that both stand often; a nickname, an initial or a swapped name is none.
    or (
        l.given <> r.given and not is_mistyped(one_given, other_given)
        and not (is_near(l.given, r.given) and coalesce(l.middle = r.middle, false))
        and not list_has_any(l.given_forms, r.given_forms)
        and not coalesce(l.given = r.surname or r.given = l.surname, false)
        and not is_initial(l.given, r.given)
    )
union
select mine.label, theirs.label
from apart
join together mine on mine.label = apart.label_l
join together theirs on theirs.label = apart.label_r and theirs.whole = mine.whole;

-- One of these may be a typing error, which is seen when all the cases of both people are held together.
-- What was weighed as a pair and joins by itself is none to count again.
create or replace temp table comparisons as
with both_told as (
    select mine.label as label_l, theirs.label as label_r, l.sexes, r.sexes as other_sexes,
        l.middles, r.middles as other_middles, pairs.label_l is not null as joins
    from together mine
    join together theirs on theirs.whole = mine.whole and mine.label < theirs.label
    join recorded l on l.label = mine.label
    join recorded r on r.label = theirs.label
    left join pairs on pairs.label_l = mine.label and pairs.label_r = theirs.label
        and vetoes = [] and doubts = []
)
select label_l, label_r, 'sex' as field, joins or not share_none(sexes, other_sexes) as agree
from both_told
where sexes is not null and other_sexes is not null
union all
select label_l, label_r, 'middle', joins or not have_two_middle_names(middles, other_middles)
from both_told
where middles is not null and other_middles is not null;
