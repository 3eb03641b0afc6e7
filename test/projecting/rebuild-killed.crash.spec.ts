/**
 * Goal: a process that is killed while it rebuilds leaves the live tables right, and the next start leaves nothing of it.
 * Method: triggers in the database hold `projections rebuild --all` at a moment, until it is killed. The broken twin switches
 * in two transactions: the same harness must find it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { projections } from '../../projections/index.js';
import { openTestLedger } from '../support/open-ledger.js';
import { verifyLedger } from '../../src/app/verify.js';
import type { Database } from '../../src/postgres/database.js';
import { nextSchema } from '../../src/projecting/rebuild.js';
import { startCli } from '../support/cli.js';
import { endWithParent } from '../support/end-with-parent.js';
import { createRecorder, observation, type Recorder } from '../support/events.js';
import { type Dump, dump } from '../support/folding.js';
import { appendTogether, recordMarket } from '../support/logs.js';
import { ownScript } from '../support/own-script.js';
import { useDatabase } from '../support/postgres.js';
import { until } from '../support/wait-for.js';

/** Number of the advisory lock at which the process is held. */
const gate = 4711;

/**
 * Where a rebuild is held: in the transaction of a page, while months are written packed, while an index is built after the
 * rows, in the transaction that switches the price history, and before that of the last one.
 */
const moments = ['loading', 'packing', 'indexing', 'switching', 'switched some'] as const;
type Moment = (typeof moments)[number];

const gatesSql = `
  create schema gates;
  create table gates.wanted (moment text);
  create function gates.hold(moment text) returns void language plpgsql security definer as $$
  begin
    if exists (select from gates.wanted w where w.moment = $1) then perform pg_advisory_xact_lock(${gate}); end if;
  end $$;
  create function gates.at_row() returns trigger language plpgsql as $$
  begin perform gates.hold(tg_argv[0]); return new; end $$;
  create trigger loading before update on subscriptions.checkpoints for each row
    when (new.subscriber = 'price_history_next' and new.events > old.events) execute function gates.at_row('loading');
  create trigger switched before update on subscriptions.checkpoints for each row
    when (old.subscriber = 'trending_next' and new.state = 'live') execute function gates.at_row('switched some');
  create function gates.at_ddl() returns event_trigger language plpgsql security definer as $$
  declare made record;
  begin
    for made in select * from pg_event_trigger_ddl_commands() loop
      if made.command_tag = 'CREATE TABLE' and made.object_identity = 'price_history_next.packed_months' then
        create trigger packing before insert on price_history_next.packed_months
          for each statement execute function gates.at_row('packing');
      elsif made.command_tag = 'ALTER TABLE' and made.object_identity = 'price_history_next.series' then
        perform gates.hold('indexing') from price_history_next.series limit 1;
      elsif made.command_tag = 'ALTER SCHEMA' and made.object_identity = 'price_history' then
        perform gates.hold('switching');
      end if;
    end loop;
  end $$;
  create event trigger gates on ddl_command_end execute function gates.at_ddl();
  grant usage on schema gates to public;`;

interface Rebuilding {
  readonly child: ChildProcess;
  /** Resolves at the end of the process. */
  readonly ended: Promise<unknown>;
}

describe('a rebuild that is killed', function () {
  this.timeout(180_000);
  const target = useDatabase({ each: true });
  let database: Database;
  let superuser: Database;
  let env: Record<string, string>;
  let recorder: Recorder;

  beforeEach(async () => {
    env = { DATABASE_URL: target.url };
    database = target.open();
    superuser = target.open({ asSuperuser: true });
    await superuser.query(gatesSql);
    await withLedger(async ({ log, projector }) => {
      recorder = createRecorder();
      recordMarket(recorder);
      for (const month of [6, 7, 8]) observe(month);
      await appendTogether(log, recorder.events, 100);
      await projector.prepare();
      await projector.catchUp();
    });
  });

  const withLedger = async (work: (ledger: Awaited<ReturnType<typeof openTestLedger>>) => Promise<void>) => {
    const ledger = await openTestLedger(target.url, env);
    try {
      await work(ledger);
    } finally {
      await ledger.close();
    }
  };

  /** Records a price of thirty cards on each of three days. */
  const observe = (month: number): void => {
    for (const day of [1, 2, 3])
      for (let card = 1; card <= 30; card += 1)
        recorder.record(
          'PriceObserved',
          observation({ card_id: `pokemon-${card}`, effective_at: `2025-0${month}-0${day}T20:00:00Z` }),
        );
  };

  const dumps = (): Promise<Dump[]> =>
    database.transaction(async (client) => {
      const all = [];
      for (const { schema } of projections) all.push(await dump(client, schema));
      return all;
    });

  const killAt = async (moment: Moment, start: () => Rebuilding): Promise<void> => {
    await superuser.query('insert into gates.wanted values ($1)', [moment]);
    const holding = await superuser.connect();
    await holding.query('select pg_advisory_lock($1)', [gate]);
    const { child, ended } = start();
    const locks = `select from pg_locks where locktype = 'advisory' and objid = ${gate} and not granted`;
    await until(`held at ${moment}`, async () => {
      expect(child.exitCode, 'ended without being held').to.equal(null);
      return (await superuser.query(locks)).length > 0;
    });
    child.kill('SIGKILL');
    await ended;
    await superuser.query('delete from gates.wanted');
    await holding.query('select pg_advisory_unlock_all()');
    holding.release();
    // A session that was held finds out now that its client is gone.
    await until('its sessions are gone', async () => {
      const sessions = await superuser.query(
        `select from pg_stat_activity where datname = current_database() and application_name <> 'test'
           and backend_type = 'client backend'`,
      );
      return sessions.length === 0;
    });
    // The lease of the killed process runs out.
    await database.query(`update subscriptions.leases set expires_at = '-infinity'`);
  };

  /** Returns what is wrong after the kill, and after the next start. */
  const faults = async (moment: Moment, start: () => Rebuilding): Promise<string[]> => {
    const found: string[] = [];
    const before = await dumps();
    await killAt(moment, start);
    const leftBehind = (await database.query(`select from subscriptions.checkpoints where state = 'rebuilding'`))
      .length;
    if (leftBehind === 0) found.push('nothing was being built');
    const after = await dumps().catch((error: unknown) => (error as Error).message);
    if (JSON.stringify(after) !== JSON.stringify(before)) found.push('the live tables changed');
    try {
      await withLedger(async (ledger) => {
        const { length } = recorder.events;
        observe(9);
        await appendTogether(ledger.log, recorder.events.slice(length), 100);
        await ledger.projector.catchUp();
        const left = await database.query(`select nspname as name from pg_namespace where nspname = any($1)`, [
          projections.map(nextSchema),
        ]);
        if (left.length > 0) found.push(`left: ${left.map(({ name }) => String(name)).join()}`);
        const { checks } = await verifyLedger({ ...ledger, signal: AbortSignal.timeout(100_000) });
        for (const { name, ok } of checks) if (!ok) found.push(`verify: ${name}`);
      });
    } catch (error) {
      found.push(`the next start: ${(error as Error).message}`);
    }
    return found;
  };

  const rebuildAll = (): Rebuilding => startCli(['projections', 'rebuild', '--all'], env);

  for (const moment of moments)
    it(`leaves the live tables right, and nothing after the next start (${moment})`, async () => {
      expect(await faults(moment, rebuildAll)).to.deep.equal([]);
    });

  it('is noticed where it switches in two transactions', async () => {
    const twin = (): Rebuilding => {
      const child = spawn(process.execPath, [...ownScript('rebuild-twin-child', import.meta.url), target.url], {
        stdio: 'inherit',
      });
      child.once(
        'exit',
        endWithParent(() => void child.kill('SIGKILL')),
      );
      return { child, ended: once(child, 'exit') };
    };
    expect(await faults('switching', twin)).to.include('the live tables changed');
  });
});
