-- Two courts name one race differently; other names are left alone.
create or replace temp macro race_group(race) as
    case when upper(race) like 'BLACK%' then 'BLACK' when upper(race) like 'WHITE%' then 'WHITE'
         else upper(race) end;
