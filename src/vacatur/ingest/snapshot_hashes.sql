-- Needs: memory, and the variable workspace_key. A hash says nothing to whoever lacks the key, and
-- its kind is hashed in, so that two rows about one case cannot be matched.
create or replace temp macro keyed_hash(kind, id) as
    sha256(getvariable('workspace_key') || ':' || kind || ':' || id);
