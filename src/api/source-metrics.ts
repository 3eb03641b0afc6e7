/** Metrics of the sources that are collected, of the weekly audit, and of the jobs. Each figure is read at the scrape. */
import { Gauge, type Registry } from 'prom-client';
import type { SourceAudit } from '../../projections/coverage/audit.js';
import { newestSnapshot } from '../../projections/coverage/checks.js';
import { plannedAfter } from '../base/planned-times.js';
import { newestAudits } from '../collecting/audits.js';
import { readSourceState, type SourceState } from '../collecting/source-state.js';
import { type JobStatus, jobStatuses } from '../subscriptions/jobs.js';
import { inTime } from './health.js';
import type { ObservedSource } from './observed-source.js';
import type { ApiDeps } from './services.js';

/** A gauge with one label, and what it shows of a thing; `null`: nothing. */
interface Shown<T> {
  readonly name: string;
  readonly help: string;
  readonly value: (one: T) => number | null;
}

/** Adds gauges. Returns the function that sets them: a thing that is no longer there is no longer shown. */
const addGauges = <T>(
  label: string,
  labelOf: (one: T) => string,
  shown: readonly Shown<T>[],
  registers: Registry[],
): ((things: readonly T[]) => void) => {
  const gauges = shown.map(({ name, help, value }) => ({
    gauge: new Gauge({ name, help, labelNames: [label], registers }),
    value,
  }));
  return (things) => {
    for (const { gauge, value } of gauges) {
      gauge.reset();
      for (const one of things) {
        const figure = value(one);
        if (figure !== null) gauge.set({ [label]: labelOf(one) }, figure);
      }
    }
  };
};

const seconds = (instant: string | Date | null | undefined): number | null =>
  instant == null ? null : new Date(instant).getTime() / 1_000;

interface SeenSource {
  readonly state: SourceState;
  readonly newest: string | null;
  readonly next: Date | null;
  readonly now: Date;
}

const breakerStates = { closed: 0, half_open: 0.5, open: 1 } as const;

const sourceGauges: readonly Shown<SeenSource>[] = [
  {
    name: 'ledger_source_paused',
    help: '1: nothing is asked of the source, by the order of an administrator',
    value: ({ state }) => (state.control.paused === null ? 0 : 1),
  },
  {
    name: 'ledger_source_collecting',
    help: '1: a run of the source is under way',
    value: ({ state }) => (state.collecting ? 1 : 0),
  },
  {
    name: 'ledger_source_failing',
    help: '1: the last run of the source, or the try to begin one, failed',
    value: ({ state }) => (state.failure === null ? 0 : 1),
  },
  {
    name: 'ledger_source_breaker_open',
    help: '1: no request is sent after too many failures; 0.5: the next one is a trial',
    value: ({ state }) => breakerStates[state.breaker],
  },
  {
    name: 'ledger_source_budget_used',
    help: 'Requests to the source within 24 hours',
    value: ({ state }) => state.budget.used,
  },
  {
    name: 'ledger_source_budget_limit',
    help: 'Requests to the source that are allowed in any 24 hours; absent: as many as it likes',
    value: ({ state }) => (Number.isFinite(state.budget.max) ? state.budget.max : null),
  },
  {
    name: 'ledger_source_last_run_timestamp_seconds',
    help: 'When the last run of the source ended, or began if it has not ended',
    value: ({ state: { last_run: run } }) => seconds(run?.ended_at ?? run?.started_at),
  },
  {
    name: 'ledger_source_last_run_finished',
    help: '1: the last run of the source that has ended took all it was to take; 0: it failed; absent: none, or one is under way',
    value: ({ state: { last_run: run } }) =>
      run === null || run.status === 'running' ? null : Number(run.status === 'finished'),
  },
  {
    name: 'ledger_source_next_run_timestamp_seconds',
    help: 'When the next run of the source is planned; absent: it is paused, or nobody planned one',
    value: ({ state, next }) => (state.control.paused === null ? seconds(next) : null),
  },
  {
    name: 'ledger_source_snapshot_age_seconds',
    help: 'Age of the newest snapshot of the source, by its own stamp',
    value: ({ newest, now }) => (newest === null ? null : Math.max(0, (now.getTime() - Date.parse(newest)) / 1_000)),
  },
];

const seeSource = async (
  { database, runtime, log }: Pick<ApiDeps, 'database' | 'runtime' | 'log'>,
  { name: source, dailyBudget, schedule }: ObservedSource,
): Promise<SeenSource> => {
  const [state, newest] = await Promise.all([
    readSourceState({ database, runtime, log }, { source, dailyBudget: dailyBudget ?? Infinity }),
    newestSnapshot(database, { source }),
  ]);
  const now = runtime.now();
  return { state, newest, next: schedule === null ? null : plannedAfter(schedule, now), now };
};

/** Counts of the audit: metric, count, help. */
const auditCounts = [
  ['prices', 'prices', 'Prices that stand'],
  ['stale_prices', 'stale_prices', 'Prices of sets that were not checked for 36 hours'],
  ['held_prices', 'held', 'Prices of which a row is set aside'],
  ['prices_without_card', 'prices_without_card', 'Prices whose card is not listed'],
  ['cards', 'cards', 'Singles that the catalog lists'],
  ['cards_without_price', 'cards_without_price', 'Singles without a price'],
  ['days_missed', 'days_missed', 'Days of sets on which they were expected and not collected, in four weeks'],
  ['rows', 'rows', 'Rows of the snapshots of four weeks'],
  ['rows_quarantined', 'quarantined', 'Rows of four weeks that were set aside'],
  ['unmatched', 'unmatched', 'Products or listings of the last finished run that no card is known for'],
] as const satisfies readonly (readonly [string, keyof SourceAudit, string])[];

const auditGauges: readonly Shown<SourceAudit>[] = auditCounts.map(([name, count, help]) => ({
  name: `ledger_audit_${name}`,
  help: `${help}, by the last weekly audit`,
  value: (audit) => audit[count],
}));

const jobGauges: readonly Shown<JobStatus>[] = [
  {
    name: 'ledger_job_done_timestamp_seconds',
    help: 'When the job was done last; absent: not yet',
    value: ({ done_at }) => seconds(done_at),
  },
  {
    name: 'ledger_job_next_timestamp_seconds',
    help: 'When the job is done next',
    value: ({ next_at }) => seconds(next_at),
  },
  {
    name: 'ledger_job_failing',
    help: '1: the last run of the job failed',
    value: ({ failure }) => (failure === null ? 0 : 1),
  },
];

/** Adds the metrics. Returns the function that reads and sets them; what cannot be read in time stays as it was. */
export const addSourceMetrics = (
  deps: Pick<ApiDeps, 'database' | 'runtime' | 'log' | 'sources'>,
  registers: Registry[],
): (() => Promise<void>) => {
  const { database, runtime, sources = [] } = deps;
  const setSources = addGauges<SeenSource>('source', ({ state }) => state.source, sourceGauges, registers);
  const setAudit = addGauges<SourceAudit>('source', ({ source }) => source, auditGauges, registers);
  const setJobs = addGauges<JobStatus>('job', ({ name }) => name, jobGauges, registers);
  return async () => {
    const seen = await inTime(runtime, Promise.all(sources.map((source) => seeSource(deps, source))));
    if (seen !== null) setSources(seen);
    const audits = await inTime(runtime, newestAudits(database, 1));
    if (audits !== null) setAudit(audits[0]?.sources ?? []);
    const jobs = await inTime(runtime, jobStatuses(database));
    if (jobs !== null) setJobs(jobs);
  };
};
