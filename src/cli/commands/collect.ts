import { Argument, type Command } from 'commander';
import { resolveSet } from '../../../projections/catalog/resolve-set.js';
import type { Ledger } from '../../app/ledger.js';
import type { CollectedCounts, CollectResult } from '../../collecting/collection.js';
import { identityPattern } from '../../domain/cards/card.js';
import { isSimulated, type SourceName, sourceNames } from '../../domain/source.js';
import { type ErrorCode, ledgerError } from '../../base/errors.js';
import { collectAll, startSession, withLedger } from '../command.js';

const counts = ['sets', 'rows', 'changed', 'unchanged', 'withdrawn', 'quarantined', 'requests'] as const;
/** Named only where there are some. */
const rareCounts = ['withheld', 'missing_files', 'dropped_fields', 'unmatched'] as const;
const omissionsShown = 10;

/** Returns the lines on what a run left out. */
const omissionLines = ({ omissions }: CollectedCounts): string[] => {
  const shown = omissions.slice(0, omissionsShown);
  const more = omissions.length - shown.length;
  return [
    ...shown.map(({ kind, file, place, detail }) => `  ${kind} ${file}${place === null ? '' : ` ${place}`}: ${detail}`),
    ...(more > 0 ? [`  and ${more} more: GET /v1/coverage`] : []),
  ];
};

/** Returns what `collect` prints of a result: the counts, what was left out, and the failure. */
export const resultText = (result: CollectResult): string => {
  if (result.outcome === 'nothing_new') {
    return `nothing new: ${result.upstream_stamp} is ${result.reason.replaceAll('_', ' ')} (${result.requests} requests)`;
  }
  const numbers = [...counts, ...rareCounts.filter((name) => result[name] > 0)]
    .map((name) => `${name.replace('_', ' ')} ${result[name]}`)
    .join('  ');
  return [
    `${result.outcome}: ${result.upstream_stamp}  ${numbers}`,
    ...omissionLines(result),
    ...(result.outcome === 'failed' ? [`${result.code}: ${result.detail}`] : []),
  ].join('\n');
};

/** Returns set ids for ids, codes and names. An id need not be in the catalog: the source may list it for the first time. */
const setIdsOf = async (ledger: Ledger, identifiers: readonly string[], signal: AbortSignal): Promise<string[]> => {
  const isId = (identifier: string): boolean => identityPattern.test(identifier);
  if (!identifiers.every(isId)) await ledger.projector.catchUp(['catalog'], signal);
  const ids: string[] = [];
  for (const identifier of identifiers)
    ids.push(isId(identifier) ? identifier : await resolveSet(ledger.database, identifier, { field: 'set' }));
  return ids;
};

/** Returns the variable that says where a source is: that of the real one for a simulated one. */
const urlVariableOf = (source: SourceName): string => `${source.replace(/^sandbox-/, '').toUpperCase()}_URL`;

/** Returns the code with which a collection failed; `null` if it did not. */
const failureOf = (result: CollectResult): ErrorCode | null => (result.outcome === 'failed' ? result.code : null);

/** Adds `tcg-ledger collect`. */
export const addCollect = (program: Command): void => {
  program
    .command('collect')
    .description('collect from a source once')
    .addArgument(new Argument('<source>', 'source to collect from').choices([...sourceNames]))
    .option(
      '--set <set>',
      'collect only this set: an id such as pokemon-604, a code or a name (repeatable)',
      collectAll,
    )
    .option('--wait', 'return when the read models are up to date')
    .action(async (source: SourceName, options: { set?: string[]; wait?: boolean }, command: Command) => {
      const session = startSession(command, { ownData: true });
      const variable = urlVariableOf(source);
      if (isSimulated(source) && process.env[variable] === undefined) {
        throw ledgerError('CONFIG_INVALID', `${variable}: expected the sandbox marketplace's URL to collect ${source}`);
      }
      const result = await withLedger(
        session,
        async (ledger) => {
          const sets = options.set === undefined ? undefined : await setIdsOf(ledger, options.set, session.signal);
          const progress = session.output.progress();
          const collector = ledger.collector(source, {
            onProgress: ({ done, total, phase }) => progress.update(done, total, phase),
          });
          try {
            const collected = await collector.collect({
              trigger: 'command',
              signal: session.signal,
              ...(sets === undefined ? {} : { sets }),
            });
            if (options.wait === true) await ledger.projector.catchUp(undefined, session.signal);
            return collected;
          } finally {
            progress.stop();
            await collector.close();
          }
        },
        { outages: 'repeats', failureOf },
      );
      session.output.answer(result, () => resultText(result));
      if (result.outcome === 'failed') process.exitCode = 1;
    });
};
