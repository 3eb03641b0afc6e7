import { type Command, InvalidArgumentError } from 'commander';
import { plannedAfter } from '../../base/planned-times.js';
import {
  type Controlled,
  type ControlledSource,
  limitSource,
  pauseSource,
  resumeSource,
} from '../../collecting/control-source.js';
import { readSourceState, type SourceState } from '../../collecting/source-state.js';
import type { CorrectionDeps, Ordered, RecordedCommand } from '../../commands/command.js';
import { ledgerError } from '../../base/errors.js';
import { instantOf } from '../../domain/instant.js';
import { type Config, readConfig } from '../../app/config.js';
import { createSource } from '../../app/sources.js';
import { startSession, withLedger } from '../command.js';
import { table } from '../output.js';
import { answerOrder, type OrderOptions, withOrder } from '../put-right.js';

/** Returns a source as it is configured. Throws SOURCE_UNKNOWN naming those that are collected. */
const configuredSource = ({ collectedSources, sources }: Config, text: string): ControlledSource => {
  const name = collectedSources.find((each) => each === text);
  if (name === undefined) {
    const there = `expected ${collectedSources.join(', ')}, as SOURCES has them`;
    throw ledgerError('SOURCE_UNKNOWN', `source: no source "${text}"; ${there}`, { details: { source: there } });
  }
  const { dailyBudget, pauseMs } = sources[name];
  return { name, dailyBudget, pauseMs };
};

/** Parses a number of requests or milliseconds; `configured` lifts the limit. */
const limitOption = (text: string): number | null => {
  if (text === 'configured') return null;
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a whole number, or: configured');
  return Number(text);
};

/** A source as the list has it. */
interface Listed extends Omit<SourceState, 'control'> {
  readonly paused: SourceState['control']['paused'];
  readonly limits: SourceState['control']['limits'];
  readonly next_run: string | null;
}

const listText = (sources: readonly Listed[]): string => {
  const head = ['source', 'state', 'requests left', 'breaker', 'last run', 'next run', 'orders'];
  const lines = sources.map(({ source, collecting, failure, budget, breaker, last_run, next_run, paused, limits }) => [
    source,
    paused !== null ? 'paused' : collecting ? 'collecting' : failure !== null ? `failing: ${failure.code}` : 'ok',
    `${budget.left} of ${budget.max}`,
    breaker,
    last_run === null ? null : `${last_run.status} ${last_run.ended_at ?? last_run.started_at}`,
    paused === null ? next_run : null,
    [
      ...(paused === null ? [] : [`paused by ${paused.actor} since ${paused.since}: ${paused.reason}`]),
      ...(limits?.daily_budget == null ? [] : [`${limits.daily_budget} requests a day: ${limits.reason}`]),
      ...(limits?.pause_ms == null ? [] : [`${limits.pause_ms} ms between requests: ${limits.reason}`]),
    ].join('; '),
  ]);
  return table([head, ...lines]);
};

const addList = (group: Command): void => {
  group
    .command('list', { isDefault: true })
    .description('the sources that are collected: state, budget, breaker, runs, and what was ordered')
    .action(async (_options: unknown, command: Command) => {
      const session = startSession(command);
      const sources = await withLedger(session, async (ledger) => {
        const { config, projector, runtime } = ledger;
        await projector.catchUp(['coverage'], session.signal);
        return Promise.all(
          config.collectedSources.map(async (name): Promise<Listed> => {
            const { settings, schedule } = createSource(name, config.sources[name]);
            const options = { source: name, dailyBudget: settings.dailyBudget };
            const { control, ...state } = await readSourceState(ledger, options);
            const next = plannedAfter(schedule, runtime.now());
            const { paused, limits } = control;
            return { ...state, paused, limits, next_run: next === null ? null : instantOf(next) };
          }),
        );
      });
      session.output.answer({ sources }, () => listText(sources));
    });
};

interface LimitOptions extends OrderOptions {
  requestsADay?: number | null;
  pauseMs?: number | null;
}

type Run<O> = (
  deps: CorrectionDeps,
  source: ControlledSource,
  options: O & Ordered,
) => Promise<RecordedCommand & Controlled>;

/** Completes a command that is recorded as an event of a source. */
const addOrder = <O extends OrderOptions>(command: Command, done: string, run: Run<O>): void => {
  withOrder(command).action(async (text: string, options: O, own: Command) => {
    const source = configuredSource(readConfig(process.env), text);
    await answerOrder(own, {
      run: (deps) => run(deps, source, options),
      value: ({ source: name }) => ({ source: name }),
      lines: ({ source: name }) => [`${done}: ${name}`],
    });
  });
};

/** Adds `tcg-ledger sources`. */
export const addSources = (program: Command): void => {
  const group = program.command('sources').description('the sources: their state, and orders that hold at once');
  addList(group);
  addOrder(
    group.command('pause').argument('<source>', 'name of the source').description('ask nothing of it until resumed'),
    'paused',
    (deps, { name }, options) => pauseSource(deps, name, options),
  );
  addOrder(
    group
      .command('resume')
      .argument('<source>', 'name of the source')
      .description('collect it again from where it was'),
    'resumed',
    (deps, { name }, options) => resumeSource(deps, name, options),
  );
  addOrder<LimitOptions>(
    group
      .command('limit')
      .argument('<source>', 'name of the source')
      .description('limit it below what is configured, from its next request on')
      .option('--requests-a-day <n>', 'requests in any 24 hours; configured: lifts the limit', limitOption)
      .option('--pause-ms <n>', 'milliseconds between two requests; configured: lifts the limit', limitOption),
    'limited',
    (deps, source, { requestsADay: dailyBudget, pauseMs, reason, actor }) =>
      limitSource(deps, source, { dailyBudget, pauseMs, reason, actor }),
  );
};
