/** Tables of the alerts as their owners see them. */
export const alertsTables = (schema: string): string => `
  create table ${schema}.alerts (
    alert_id uuid primary key,
    -- Opaque id of the user.
    owner text not null,
    -- The card that the rule names; it may have been merged into another since.
    card_id text not null,
    status text not null check (status in ('active', 'paused', 'done', 'expired')),
    -- Rule, channels and end, as the last command states them.
    terms jsonb not null,
    rule_version integer not null,
    created_at timestamptz not null,
    -- When the last command was recorded.
    changed_at timestamptz not null,
    -- Recording and position of the last event of its stream.
    updated_at timestamptz not null,
    position text collate "C" not null,
    -- Of that event, and of the last command.
    revision integer not null,
    command_revision integer not null,
    -- Firings so far, and the time of recording of the last one.
    firings integer not null,
    last_fired_at timestamptz
  ) with (fillfactor = 80);
  create index on ${schema}.alerts (owner, created_at, alert_id);

  -- The last firing of each price, and whether the alert was armed on it again.
  create table ${schema}.watches (
    alert_id uuid not null,
    price_key text not null,
    -- AlertTriggered.data
    firing jsonb not null,
    event_id uuid not null,
    position text collate "C" not null,
    recorded_at timestamptz not null,
    rearmed_at timestamptz,
    primary key (alert_id, price_key)
  ) with (fillfactor = 70);

  -- Everything that happened to an alert.
  create table ${schema}.history (
    alert_id uuid not null,
    revision integer not null,
    event_id uuid not null,
    type text not null,
    position text collate "C" not null,
    recorded_at timestamptz not null,
    data jsonb not null,
    primary key (alert_id, revision)
  );
`;
