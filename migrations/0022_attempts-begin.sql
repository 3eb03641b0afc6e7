-- Up Migration

-- A try is recorded when it begins: one whose process was killed is shown too. Its outcome is written at its end, over 'started'.
alter table delivery.attempts alter column duration_ms drop not null;
alter table delivery.attempts drop constraint attempts_outcome_check;
alter table delivery.attempts add check (outcome in ('started', 'interrupted', 'delivered', 'retry', 'failed'));
alter table delivery.attempts add check ((duration_ms is null) = (outcome in ('started', 'interrupted')));
