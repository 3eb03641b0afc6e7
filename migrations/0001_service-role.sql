-- Up Migration

-- The service works as this role, never as the owner of the tables: it may append through the log's function and write
-- its read models, and cannot touch recorded events even by mistake. Roles belong to the whole server, so another
-- database of it may have made the role already, or be making it at this moment.
do $$
begin
  create role tcg_ledger_app nologin;
exception when duplicate_object or unique_violation then
  null;
end
$$;

do $$
begin
  -- A superuser needs no grant; anyone else must be able to become the role.
  if not pg_has_role(current_user, 'tcg_ledger_app', 'member') then
    execute format('grant tcg_ledger_app to %I', current_user);
  end if;
end
$$;

-- Typo-tolerant search. Trusted: the owner of the database may install it.
create extension if not exists pg_trgm;
