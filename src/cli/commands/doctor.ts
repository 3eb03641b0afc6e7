import type { Command } from 'commander';
import type { Ledger } from '../../ledger.js';
import { projectionStatuses } from '../../projecting/checkpoints.js';
import { startSession, withLedger } from '../command.js';

interface Finding {
  readonly part: string;
  readonly ok: boolean;
  readonly detail: string;
}

const shownUrl = (url: string): string => {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
};

const examine = async (ledger: Ledger): Promise<Finding[]> => {
  const { database, log, config, engine } = ledger;
  const findings: Finding[] = [];
  const [server] = await database.query<{ version: string; size: string }>(
    `select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size`,
  );
  const how = engine.kind === 'external' ? 'DATABASE_URL' : `embedded in ${config.dataDir}, ${engine.joined ? 'joined' : 'started'}`;
  findings.push({ part: 'postgres', ok: true, detail: `${server?.version} (${how}) at ${shownUrl(engine.url)}, ${server?.size}` });
  const head = await log.head();
  findings.push({ part: 'log', ok: true, detail: `in Postgres, head at ${head}` });
  findings.push({ part: 'data', ok: true, detail: (await ledger.nature()) ?? 'nothing collected yet' });
  for (const status of await projectionStatuses(database)) {
    const behind = status.position >= head ? 'caught up' : `at ${status.position}`;
    findings.push({
      part: `projection ${status.schema}`,
      ok: status.state !== 'stopped' && status.dead_letters === 0,
      detail: `${status.state}, ${behind}, ${status.dead_letters} parked${status.error === null ? '' : `: ${status.error}`}`,
    });
  }
  for (const source of config.sources) {
    const collector = ledger.collector(source);
    try {
      const state = await collector.state();
      const { last_run: run, failure, budget } = state;
      const last = run === null ? 'never ran' : `last run ${run.status} of ${run.upstream_stamp}`;
      const trouble = failure === null ? '' : `, ${failure.code}: ${failure.detail}`;
      const detail = `${state.url}, ${last}, ${budget.left} requests left today${trouble}`;
      findings.push({ part: `source ${source}`, ok: failure === null, detail });
    } finally {
      await collector.close();
    }
  }
  return findings;
};

/** `tcg-ledger doctor` */
export const addDoctor = (program: Command): void => {
  program
    .command('doctor')
    .description('what is configured, reachable, behind')
    .action(async (_options: unknown, command: Command) => {
      const session = startSession(command);
      const findings = await withLedger(session, examine);
      const ok = findings.every((finding) => finding.ok);
      session.output.answer({ ok, findings }, () =>
        findings.map(({ part, ok: good, detail }) => `${good ? 'ok  ' : 'FAIL'}  ${part}: ${detail}`).join('\n'),
      );
      if (!ok) process.exitCode = 1;
    });
};
