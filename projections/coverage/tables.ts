/** Tables of runs and snapshots. They distinguish "unchanged", "withdrawn" and "not collected". */
export const coverageTables = (schema: string): string => `
  create table ${schema}.runs (
    run_id uuid primary key,
    source text not null,
    scope text not null,
    trigger text,
    upstream_stamp timestamptz not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    status text not null check (status in ('running', 'finished', 'failed')),
    code text,
    detail text,
    sets integer,
    rows integer,
    changed integer,
    unchanged integer,
    withdrawn integer,
    quarantined integer,
    withheld integer,
    missing_files integer,
    dropped_fields integer,
    -- Products or listings of the source without a card.
    unmatched integer,
    requests integer
  );
  create index on ${schema}.runs (source, started_at desc);

  create table ${schema}.snapshots (
    event_id uuid primary key,
    run_id uuid not null,
    source text not null,
    set_id text not null,
    effective_at timestamptz not null,
    recorded_at timestamptz not null,
    url text not null,
    payload_sha256 text not null,
    parser_version integer not null,
    rows integer not null,
    changed integer not null,
    unchanged integer not null,
    withdrawn integer not null,
    quarantined integer not null,
    -- Prices that vanished at once and were not withdrawn, and the keys that the next snapshot of the set must confirm.
    withheld integer not null,
    withheld_keys text[] not null
  );
  create index on ${schema}.snapshots (source, set_id, effective_at);
  create index on ${schema}.snapshots (effective_at);
  -- The newest stamp of a source, as known at a time, also of one that has been silent while others went on: read from the index alone.
  -- By (effective_at), 400,000 snapshots of another source took 80 ms.
  create index on ${schema}.snapshots (source, effective_at) include (recorded_at);

  -- What a run left out: files that it could not have, rows and fields of the catalog that it did not take.
  create table ${schema}.omissions (
    run_id uuid not null,
    ordinal integer not null,
    source text not null,
    effective_at timestamptz not null,
    kind text not null check (kind in ('file', 'row', 'field')),
    file text not null,
    set_id text,
    place text,
    detail text not null,
    primary key (run_id, ordinal)
  );
  create index on ${schema}.omissions (source, set_id, effective_at);

  -- When nothing was asked of a source by the order of an administrator, and why.
  create table ${schema}.pauses (
    event_id uuid primary key,
    source text not null,
    paused_at timestamptz not null,
    -- Null: it is paused still.
    resumed_at timestamptz,
    reason text not null
  );
  create index on ${schema}.pauses (source, paused_at);

  -- The newest snapshot of each set: when its prices were last checked.
  create table ${schema}.sets_checked (
    source text not null,
    set_id text not null,
    last_checked timestamptz not null,
    event_id uuid not null,
    primary key (source, set_id)
  );
`;
