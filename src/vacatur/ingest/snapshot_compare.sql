-- How two snapshots differ. Needs: earlier, facts, gone.
create temp table absent as
select * from earlier
anti join facts using (kind, id)
anti join gone using (kind, id);

create temp view differences as
with joined as (
    select kind, earlier.id is null as added, earlier.hash <> facts.hash as changed
    from facts left join earlier using (kind, id)
)
select kind,
    (select count(*) from joined where joined.kind = kinds.kind and added),
    (select count(*) from joined where joined.kind = kinds.kind and changed),
    (select count(*) from gone where gone.kind = kinds.kind),
    (select count(*) from absent where absent.kind = kinds.kind)
from (values ('case'), ('charge')) kinds (kind)
order by kind;
