-- Up Migration

-- Jobs at planned times: when each was done last, and when it comes next. Rejected: the newest time in memory, because a run that was
-- missed while no process ran would be missed for good.
create table subscriptions.jobs (
  name text primary key,
  -- When a process first knew of the job: runs are due from then on.
  planned_since timestamptz not null,
  started_at timestamptz,
  -- The end of the last run that succeeded, and what came of it.
  done_at timestamptz,
  figures json,
  -- The last failure; null after a success.
  failed_at timestamptz,
  failure text,
  next_at timestamptz
);
grant select, insert, update, delete on subscriptions.jobs to tcg_ledger_app;

-- Reports of the weekly audit, the newest ones.
create table collecting.audits (
  audited_at timestamptz primary key,
  -- First and last UTC day of the window.
  first_day date not null,
  last_day date not null,
  -- The counts of each source, and of the sets with the most to look at.
  sources json not null,
  sets json not null
);
grant select, insert, update, delete on collecting.audits to tcg_ledger_app;
