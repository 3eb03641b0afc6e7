-- Up Migration

-- Mails of accounts from when they are owed until the server has taken them: a process that ends loses none. A row says what the
-- mail is about. The link in it is made when it is sent, so that none stands here, or in a backup.
create table accounts.outgoing_mails (
  id uuid primary key,
  user_id uuid not null references accounts.users (id) on delete cascade,
  kind text not null,
  -- What its link is for; null: it has none.
  purpose text,
  email text not null,
  created_at timestamptz not null,
  -- It is of no use after this.
  expires_at timestamptz not null,
  -- When it is tried next; while it is being sent, when that is given up.
  due_at timestamptz not null,
  tries integer not null default 0
);
create index on accounts.outgoing_mails (due_at);
create index on accounts.outgoing_mails (user_id);
grant select, insert, update, delete on accounts.outgoing_mails to tcg_ledger_app;
