-- In which band each pair ended. Reads: pairs, linkable, labels (after all links joined).
-- Leaves: name_pairs, uncertain_labels (persons with a pair that waits for a look).

create or replace temp table name_pairs as
select l.case_id as case_l, r.case_id as case_r,
    case when vetoes <> [] then 'apart'
        when doubts = [] then 'linked'
        -- Other links made them one person's already.
        when mine.label = theirs.label then 'joined_otherwise'
        else 'review' end as band,
    vetoes, doubts, weight, name, middle, suffix, pairs.birth_date, sex, place,
    name_weight, middle_weight, suffix_weight, birth_date_weight, sex_weight, place_weight,
    mine.label as whole_l, theirs.label as whole_r
from pairs
join linkable l on l.case_number = case_l
join linkable r on r.case_number = case_r
join labels mine on mine.case_number = case_l
join labels theirs on theirs.case_number = case_r;

insert into uncertain_labels
select distinct unnest([whole_l, whole_r]) as label from name_pairs where band = 'review';
