import type { Command } from 'commander';
import {
  auditQuality,
  type QualityAudit,
  type QualityCounts,
  type SetAudit,
} from '../../../projections/coverage/audit.js';
import { newestSnapshot } from '../../../projections/coverage/checks.js';
import { assertSourceKnown } from '../../../projections/coverage/queries.js';
import { dayMs, dayOf } from '../../domain/instant.js';
import { startSession, wholeNumber, withLedger } from '../command.js';
import { table } from '../output.js';

const setsShown = 20;
const daysDefault = 28;

const columns = [
  ['prices', 'prices'],
  ['stale', 'stale_prices'],
  ['held', 'held'],
  ['without card', 'prices_without_card'],
  ['cards', 'cards'],
  ['without price', 'cards_without_price'],
  ['days missed', 'days_missed'],
  ['set aside', 'quarantined'],
] as const satisfies readonly (readonly [string, keyof QualityCounts])[];

const heads = columns.map(([head]) => head);
const cellsOf = (counts: QualityCounts): number[] => columns.map(([, name]) => counts[name]);
const nameOf = ({ set_id, name }: SetAudit): string => (set_id === null ? 'no set' : `${set_id} ${name ?? ''}`.trim());

/** Returns what `audit` prints. */
const auditText = ({ sources, sets }: QualityAudit, window: { from: string; to: string }): string => {
  const bySource = sources.map((at) => [at.source, at.sets, ...cellsOf(at), at.unmatched, at.last_checked]);
  const worst = sets.slice(0, setsShown).map((at) => [at.source, nameOf(at), ...cellsOf(at)]);
  const more = sets.length - worst.length;
  return [
    `${window.from} to ${window.to}`,
    table([['source', 'sets', ...heads, 'unmatched', 'last checked'], ...bySource]),
    ...(worst.length === 0 ? [] : ['', table([['source', 'set', ...heads], ...worst])]),
    ...(more > 0 ? [`and ${more} more sets: GET /v1/coverage/audit, or --json`] : []),
  ].join('\n');
};

/** Adds `tcg-ledger audit`. */
export const addAudit = (program: Command): void => {
  program
    .command('audit')
    .description(
      'the quality of the data: what is stale, missed, set aside or without its counterpart, by source and set',
    )
    .option('--source <source>', 'only this source')
    .option(
      '--days <days>',
      'days up to the newest snapshot, of which missed ones are counted',
      wholeNumber(1),
      daysDefault,
    )
    .action(async (options: { source?: string; days: number }, command: Command) => {
      const session = startSession(command);
      const { source, days } = options;
      await withLedger(
        session,
        async ({ database, projector, runtime }) => {
          await projector.catchUp(['catalog', 'latest-prices', 'coverage'], session.signal);
          if (source !== undefined) await assertSourceKnown(database, source);
          const to = dayOf((await newestSnapshot(database, { source })) ?? runtime.now());
          const window = { from: dayOf(new Date(Date.parse(to) - (days - 1) * dayMs)), to };
          const audit = await auditQuality(database, { source, ...window, now: runtime.now() });
          session.output.answer({ ...window, ...audit }, () => auditText(audit, window));
        },
        { outages: 'ends', onlyReads: true },
      );
    });
};
