-- When two spellings of a part of a name may be one: forms, initials and typing errors.
-- Reads: spellings, forms and the macro is_near.
-- Leaves: given_names, surnames, the macros is_mistyped and fits.

-- A name stands by itself where three people bear it, as their birth dates tell, or where it is listed
-- as a form of names; what is only seen once or twice is more likely a typing error.
create or replace temp table given_names as
select given, count(distinct birth_day) as people,
    people >= 3 or given in (select form from forms) as stands
from spellings
group by given;

create or replace temp table surnames as
select surname, count(distinct birth_day) as people, people >= 3 as stands
from spellings
group by surname;

-- And typing errors are seldom repeated: not one for each fifty of the right spelling.
create or replace temp macro is_mistyped(one, other) as
    not (one.stands and other.stands)
    or least(one.people, other.people) * 50 < greatest(one.people, other.people);

create or replace temp macro is_initial(one, other) as
    least(length(one), length(other)) = 1 and left(one, 1) = left(other, 1);

create or replace temp macro fits(one, other) as
    one = other or is_near(one, other) or is_initial(one, other);
