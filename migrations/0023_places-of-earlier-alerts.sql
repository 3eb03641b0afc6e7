-- Up Migration

-- Places (0020) of the alerts that were made before there were any: without them an account could have more alerts than it may.
-- From the read model, where there is one: alerts stand in the log, which may be another engine's. Alerts of watchlists have
-- rows of their own; the owner of an alert may be a program.
do $$
begin
  if to_regclass('alerts.alerts') is null then return; end if;
  insert into commands.own_alerts (alert_id, user_id, taken_at)
  select a.alert_id, u.id, a.created_at
    from alerts.alerts a join accounts.users u on u.id::text = a.owner
   where not exists (select from watchlists.alerts w where w.alert_id = a.alert_id)
  on conflict (alert_id) do nothing;
end
$$;
