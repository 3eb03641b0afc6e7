-- Up Migration

-- The service uses this role, never that of the owner of the tables. It may append through the log's function and write its
-- read models, and cannot change recorded events even by mistake. Roles belong to the whole server, so another database may
-- have created the role already, or be creating it at this moment.
do $$
begin
  create role tcg_ledger_app nologin;
exception when duplicate_object or unique_violation then
  null;
end
$$;

do $$
begin
  -- A superuser needs no grant. Any other user must be able to become the role, even its creator: since Postgres 16 creating
  -- a role gives the right to grant it, not to use it.
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant tcg_ledger_app to %I', current_user);
  end if;
exception when insufficient_privilege then
  raise exception 'the role tcg_ledger_app exists and % may not use it', current_user
    using errcode = 'insufficient_privilege', hint = format('As a superuser: grant tcg_ledger_app to %I', current_user);
end
$$;

-- Typo-tolerant search. Trusted: the owner of the database may install it.
create extension if not exists pg_trgm;
