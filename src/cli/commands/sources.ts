import { createInterface } from 'node:readline';
import { type Command, InvalidArgumentError } from 'commander';
import { plannedAfter } from '../../base/planned-times.js';
import { askForConsent, type AuthoriseDeps, takeConsent } from '../../collecting/authorise.js';
import { describeConsent, forgetConsent } from '../../collecting/consents.js';
import {
  type Controlled,
  type ControlledSource,
  limitSource,
  pauseSource,
  resumeSource,
} from '../../collecting/control-source.js';
import { describeQuota } from '../../collecting/source-status.js';
import { readSourceState, type SourceState } from '../../collecting/source-state.js';
import type { CorrectionDeps, Ordered, RecordedCommand } from '../../commands/command.js';
import { ledgerError } from '../../base/errors.js';
import { instantOf } from '../../domain/instant.js';
import { type SourceName, sourceNames } from '../../domain/source.js';
import { type Config, readConfig } from '../../app/config.js';
import type { Ledger } from '../../app/ledger.js';
import { createSource } from '../../app/sources.js';
import { type Session, startSession, withLedger } from '../command.js';
import { table } from '../output.js';
import { answerOrder, type OrderOptions, withOrder } from '../put-right.js';

/** Returns the name of a source that is collected. Throws SOURCE_UNKNOWN naming those that are. */
const collectedName = ({ collectedSources }: Config, text: string): SourceName => {
  const name = collectedSources.find((each) => each === text);
  if (name !== undefined) return name;
  const there = `expected ${collectedSources.join(', ')}, as SOURCES has them`;
  throw ledgerError('SOURCE_UNKNOWN', `source: no source "${text}"; ${there}`, { details: { source: there } });
};

/** Returns a source as it is configured. Throws SOURCE_UNKNOWN. */
const configuredSource = (config: Config, text: string): ControlledSource => {
  const name = collectedName(config, text);
  const { dailyBudget, pauseMs } = config.sources[name];
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

const listText = (sources: readonly Listed[], now: Date): string => {
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
  const more = sources.flatMap(({ source, consent, quota }) => [
    ...(quota === null ? [] : [`${source}: ${describeQuota(quota)}`]),
    ...(consent === null ? [] : [`${source}: ${describeConsent(source, consent, now)}`]),
  ]);
  return [table([head, ...lines]), ...more].join('\n');
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
      session.output.answer({ sources }, () => listText(sources, session.runtime.now()));
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

interface AuthoriseOptions {
  code?: string;
  forget?: true;
}

/** Returns the next line of stdin that is not empty; `null` at its end. */
const readLine = async (signal: AbortSignal): Promise<string | null> => {
  const lines = createInterface({ input: process.stdin, signal });
  try {
    for await (const line of lines) if (line.trim() !== '') return line;
    signal.throwIfAborted();
    return null;
  } finally {
    lines.close();
  }
};

/** Gets the code: the option, or a line of stdin. Throws VALIDATION_FAILED. */
const givenCode = async ({ code }: AuthoriseOptions, signal: AbortSignal): Promise<string> => {
  const given = code === undefined || code === '-' ? await readLine(signal) : code;
  if (given !== null) return given;
  const expected = 'a code on stdin, or as --code';
  throw ledgerError('VALIDATION_FAILED', `code: expected ${expected}`, { details: { code: expected } });
};

/** Returns the name of a source, collected or not. Throws SOURCE_UNKNOWN naming those that are. */
const sourceName = (config: Config, text: string): SourceName =>
  sourceNames.find((name) => name === text) ?? collectedName(config, text);

/** Deletes a token also where the source is collected no more, or its credentials are gone. */
const forget = async (
  { database }: Pick<Ledger, 'database'>,
  source: SourceName,
  { output }: Session,
): Promise<void> => {
  const forgotten = await forgetConsent(database, source);
  output.answer({ source, forgotten }, () =>
    forgotten
      ? `${source}: its token is deleted here, and requests are the application's again. The consent itself is ended at the marketplace.`
      : `${source}: there was no consent to forget`,
  );
};

const authorise = async (deps: AuthoriseDeps, session: Session, options: AuthoriseOptions): Promise<void> => {
  const { output, signal, json } = session;
  const source = deps.source.name;
  if (options.code === undefined) {
    const { page } = await askForConsent(deps);
    // A program comes back with the code: it cannot be asked for it meanwhile.
    if (json) {
      output.answer({ source, page }, () => page);
      return;
    }
    output.note(`Open this page, signed in as the owner of the account, and agree:\n\n  ${page}\n`);
    output.note('Then paste the code that it shows, or the whole address that it leads to, and press Enter:');
  }
  const consent = await takeConsent(deps, await givenCode(options, signal), signal);
  output.note(`Its next run uses it; one now: tcg-ledger collect ${source}`);
  output.answer({ source, consent }, () => `${source}: ${describeConsent(source, consent, session.runtime.now())}`);
};

const addAuthorise = (group: Command): void => {
  group
    .command('authorise')
    .argument('<source>', 'ebay, tcgplayer, or a sandbox of theirs')
    .description("ask for the consent of an account's owner, once; access tokens are then those of the account")
    .option('--code <code>', 'the code of the page, or the address that it led to; - reads it from stdin')
    .option('--forget', 'delete the token of the consent')
    .action(async (text: string, options: AuthoriseOptions, command: Command) => {
      const session = startSession(command);
      if (options.forget === true) {
        const name = sourceName(session.config, text);
        await withLedger(session, (ledger) => forget(ledger, name, session));
        return;
      }
      const name = collectedName(session.config, text);
      const source = createSource(name, session.config.sources[name]);
      await withLedger(session, (ledger) => {
        const { userAgent, proxies } = session.config;
        const deps = { ...ledger, source, userAgent, proxies };
        return authorise(deps, session, options);
      });
    });
};

/** Adds `tcg-ledger sources`. */
export const addSources = (program: Command): void => {
  const group = program.command('sources').description('the sources: their state, and orders that hold at once');
  addList(group);
  addAuthorise(group);
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
