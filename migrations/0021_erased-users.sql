-- Up Migration

-- Opaque ids of users whose accounts were deleted: their alerts stand in the log, and are deleted by these. Rejected: deleting the
-- alerts of every owner who is no user, because a database that was restored, or is new beside an old log, has few users or
-- none, and would cost everybody's alerts.
create table accounts.erased_users (id uuid primary key);
grant select, insert, update, delete on accounts.erased_users to tcg_ledger_app;

-- A trigger, so that no way of deleting a user passes it by.
create function accounts.note_erasure() returns trigger language plpgsql as $$
begin
  insert into accounts.erased_users (id) values (old.id) on conflict do nothing;
  return old;
end
$$;
create trigger note_erasure after delete on accounts.users for each row execute function accounts.note_erasure();
