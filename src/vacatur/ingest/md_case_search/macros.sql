-- How a cell is read. A cell is text: blank when nothing was sent, and null when two rows for the
-- same thing disagree about it (duplicates.py).

-- The export has three spellings of null.
create macro known(cell) as
    case when lower(trim(cell)) in ('', 'unknown', 'nan') then null else trim(cell) end;

-- Dates have one declared format for each column. Other lengths are not read: try_strptime takes
-- '2014-2-3', and a year of two digits would have to be guessed.
create macro iso_day(cell) as
    case when length(trim(cell)) = 10 then try_strptime(trim(cell), '%Y-%m-%d')::date end;
create macro slashed_day(cell) as
    case when length(trim(cell)) = 10 then try_strptime(trim(cell), '%m/%d/%Y')::date end;

-- A day that has been, as far as the extract goes; and one that may lie ahead.
create macro past(day) as
    case when day between date '1900-01-01' and getvariable('declared_through') then day end;
create macro past_or_ahead(day) as
    case when day between date '1900-01-01' and date '2199-12-31' then day end;

-- Decimal years to whole days: 0.2465753424657534 is 90 days of 365.
create macro days(cell) as
    case when try_cast(trim(cell) as double) between 0 and 200
         then round(try_cast(trim(cell) as double) * 365)::integer end;

-- What a District Court says of a case whose outcome is another court's.
create macro moves_up(case_disposition) as
    regexp_replace(upper(trim(case_disposition)), '\s+', ' ', 'g')
    in ('FORWARDED TO CIRCUIT COURT', 'JURY TRIAL PRAYED');
create macro moves(case_disposition) as
    moves_up(case_disposition)
    or regexp_replace(upper(trim(case_disposition)), '\s+', ' ', 'g')
       = 'FORWARDED TO JUVENILE AUTHORITIES';

-- Something stands in the cell, or two rows disagree about it, and no value came of it.
create macro lost(conflicts, name, cell, reading) as
    list_contains(conflicts, name) or (known(cell) is not null and reading is null);

-- Town and state, as printed. In some rows the town slipped into the state's column; a state alone
-- is no town.
create macro town_of(city, state) as
    case when regexp_full_match(trim(state), '[A-Za-z]{2}')
         then known(city) || ', ' || trim(state)
         else coalesce(known(city), known(state)) end;
