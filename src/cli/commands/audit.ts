import type { Command } from 'commander';
import {
  auditDays,
  type QualityAudit,
  type QualityCounts,
  type SetAudit,
} from '../../../projections/coverage/audit.js';
import { assertSourceKnown } from '../../../projections/coverage/queries.js';
import type { DayWindow } from '../../../projections/coverage/day-window.js';
import { type AuditReport, newestAudits } from '../../collecting/audits.js';
import { ledgerError } from '../../base/errors.js';
import { auditData } from '../../app/audit-data.js';
import type { Ledger } from '../../app/ledger.js';
import { startSession, wholeNumber, withLedger } from '../command.js';
import { table } from '../output.js';

const setsShown = 20;

const columns = [
  ['prices', 'prices'],
  ['stale', 'stale_prices'],
  ['held', 'held'],
  ['in doubt', 'suspects'],
  ['without card', 'prices_without_card'],
  ['cards', 'cards'],
  ['without price', 'cards_without_price'],
  ['days missed', 'days_missed'],
  ['set aside', 'quarantined'],
] as const satisfies readonly (readonly [string, keyof QualityCounts])[];

const heads = columns.map(([head]) => head);
const cellsOf = (counts: QualityCounts): number[] => columns.map(([, name]) => counts[name]);
const nameOf = ({ set_id, name }: SetAudit): string => (set_id === null ? 'no set' : `${set_id} ${name ?? ''}`.trim());

/** A report; `audited_at` of one that was kept. */
type Report = QualityAudit & DayWindow & Partial<Pick<AuditReport, 'audited_at'>>;

/** Returns what `audit` prints. */
const auditText = ({ sources, sets, from, to, audited_at: at }: Report): string => {
  const bySource = sources.map((at) => [at.source, at.sets, ...cellsOf(at), at.unmatched, at.last_checked]);
  const worst = sets.slice(0, setsShown).map((at) => [at.source, nameOf(at), ...cellsOf(at)]);
  const more = sets.length - worst.length;
  return [
    `${from} to ${to}${at === undefined ? '' : `, audited at ${at}`}`,
    table([['source', 'sets', ...heads, 'unmatched', 'last checked'], ...bySource]),
    ...(worst.length === 0 ? [] : ['', table([['source', 'set', ...heads], ...worst])]),
    ...(more > 0 ? [`and ${more} more sets: GET /v1/coverage/audit, or --json`] : []),
  ].join('\n');
};

interface AuditOptions {
  source?: string;
  days: number;
  last?: boolean;
}

/** Returns the newest report that the scheduler made. Throws NOT_READY where there is none. */
const lastReport = async ({ database }: Ledger, { source }: AuditOptions): Promise<AuditReport> => {
  if (source !== undefined) await assertSourceKnown(database, source);
  const [report] = await newestAudits(database, 1);
  if (report === undefined)
    throw ledgerError('NOT_READY', '--last: the weekly audit has not run yet; without it the audit runs now');
  const isAsked = (one: { readonly source: string }): boolean => source === undefined || one.source === source;
  return { ...report, sources: report.sources.filter(isAsked), sets: report.sets.filter(isAsked) };
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
      auditDays,
    )
    .option('--last', 'the report of the last weekly audit, instead of a new one')
    .action(async (options: AuditOptions, command: Command) => {
      const session = startSession(command);
      await withLedger(
        session,
        async (ledger) => {
          const report = await (options.last === true
            ? lastReport(ledger, options)
            : auditData(ledger, options, session.signal));
          session.output.answer(report, () => auditText(report));
        },
        { outages: 'ends', onlyReads: true },
      );
    });
};
