-- Up Migration

-- The alerts that users made one by one, against the limit of an account. Alerts stand in the log, where nothing can be counted
-- and added in one step; a row is written before the first event of its alert. The alerts of watchlists have rows of their own.
create table commands.own_alerts (
  alert_id uuid primary key,
  user_id uuid not null references accounts.users (id) on delete cascade,
  taken_at timestamptz not null
);
create index on commands.own_alerts (user_id);
grant select, insert, update, delete on commands.own_alerts to tcg_ledger_app;
