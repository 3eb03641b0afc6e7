/** Does the tasks that administrators ask for, in the process with the role for them. */
import { projections } from '../../projections/index.js';
import { resolveSet } from '../../projections/catalog/resolve-set.js';
import { type SourceName, sourceNames } from '../domain/source.js';
import { identityPattern } from '../domain/cards/card.js';
import { ledgerError } from '../base/errors.js';
import { type Perform, runTasks } from '../subscriptions/tasks.js';
import type { Ledger } from './ledger.js';
import type { CollectorOptions } from './open-collector.js';
import { retryParked } from './subscribers.js';

const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** Collects as the command does: the trigger is a command, and the source's own limits hold. */
const collect =
  (ledger: Ledger, options: CollectorOptions): Perform =>
  async ({ subject }, signal) => {
    const source = sourceNames.find((name) => name === subject['source']);
    if (source === undefined) throw ledgerError('SOURCE_UNKNOWN', `no source ${String(subject['source'])}`);
    const sets: string[] = [];
    for (const set of textsIn(subject['sets']))
      sets.push(identityPattern.test(set) ? set : await resolveSet(ledger.database, set, { field: 'sets' }));
    const collector = ledger.collector(source, options);
    try {
      const result = await collector.collect({ trigger: 'command', signal, ...(sets.length === 0 ? {} : { sets }) });
      if (result.outcome === 'failed') throw ledgerError(result.code, result.detail);
      return { ...result };
    } finally {
      await collector.close();
    }
  };

const rebuild =
  (ledger: Ledger): Perform =>
  async ({ subject }, signal) => {
    const names = textsIn(subject['names']);
    await ledger.projector.rebuild(names.length === 0 ? projections.map(({ name }) => name) : names, signal);
    return { rebuilt: names };
  };

const retry =
  (ledger: Ledger): Perform =>
  async ({ subject }, signal) => {
    const subscriber = typeof subject['subscriber'] === 'string' ? subject['subscriber'] : undefined;
    const results = await retryParked(ledger, { eventId: String(subject['event_id']), subscriber }, signal);
    return { results };
  };

/** Collects what administrators ask for, until `signal` aborts. `sources`: default those that are configured. */
export const runCollectionTasks = async (
  ledger: Ledger,
  signal: AbortSignal,
  { sources = ledger.config.collectedSources, ...options }: CollectorOptions & { sources?: readonly SourceName[] } = {},
): Promise<void> => {
  const worker = { ...ledger, perform: collect(ledger, options) };
  await Promise.all(sources.map((source) => runTasks(worker, { kind: 'collection', source }, signal)));
};

/** Rebuilds and retries what administrators ask for, until `signal` aborts. */
export const runProjectionTasks = async (ledger: Ledger, signal: AbortSignal): Promise<void> => {
  await Promise.all([
    runTasks({ ...ledger, perform: rebuild(ledger) }, { kind: 'rebuild' }, signal),
    runTasks({ ...ledger, perform: retry(ledger) }, { kind: 'retry' }, signal),
  ]);
};
