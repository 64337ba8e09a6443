-- The rows of the people whose records are worked out. Needs: touched, base_<table>.

create or replace temp table my_cases as
select * from base_cases semi join touched using (person_id);

create or replace temp table my_charges as
select * from base_charges semi join touched using (person_id);

create or replace temp table my_persons as
select * from base_persons semi join touched using (person_id);

-- What is told, one row for each value: of which row of the record, by which fact, and where it
-- stands. Values are text.
create or replace temp table assertions (
    entity varchar, id varchar, person_id varchar, name varchar, value varchar, fact varchar,
    place varchar
);

-- What was told of a person under a key that several people bear.
create or replace temp table told_of_several (person_id varchar, name varchar, fact varchar);

-- Facts that count for nothing as the records are now, and why.
create or replace temp table set_aside (
    person_id varchar, entity varchar, id varchar, name varchar, fact varchar, reason varchar
);
