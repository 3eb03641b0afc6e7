-- Up Migration

-- The breaker of a source is in the process that collects. It is written down for the others. Open until then: the next request
-- after it is a trial. Rejected: the breaker's state alone, because a process that dies would leave it open for good.
alter table collecting.sources add column breaker_open_until timestamptz;
