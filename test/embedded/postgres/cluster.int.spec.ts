import { expect } from 'chai';
import type { Runtime } from '../../../src/base/runtime.js';
import { cpSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { prepareLock } from '../../../src/embedded/postgres/database.js';
import { freePort } from '../../../src/embedded/postgres/postmaster.js';
import { until } from '../../support/wait-for.js';
import { ask, fast, goneLater, makeWorkshop, rejection, runtime, seed } from './support/clusters.js';

describe('embedded Postgres: opening', () => {
  const workshop = makeWorkshop();
  afterEach(() => workshop.clean());

  it('creates and serves a cluster, and keeps the data across a restart', async () => {
    const dataDir = join(workshop.folder(), 'a', 'postgres');
    const first = await workshop.open(dataDir, { settings: { ...fast, work_mem: '5MB' } });
    expect(first).to.include({ joined: false, version: '18.4' });
    expect(new URL(first.url)).to.include({ protocol: 'postgres:', hostname: '127.0.0.1', username: 'tcg_ledger' });
    expect(new URL(first.url).pathname).to.equal('/tcg_ledger');
    const may = (url: string, what: string): Promise<unknown> =>
      ask(url, `select ${what} as answer from pg_roles where rolname = current_user`);
    expect(await may(first.url, 'rolsuper')).to.equal(false);
    expect(await may(first.url, 'rolcreaterole')).to.equal(true);
    expect(await may(first.adminUrl, 'rolsuper')).to.equal(true);
    for (const extension of ['pg_trgm', 'unaccent', 'btree_gin']) await ask(first.url, `create extension ${extension}`);
    expect(await ask(first.url, `select to_tsvector('simple', 'Pokémon')::text as answer`)).to.equal(`'pokémon':1`);
    expect(await ask(first.url, `select similarity('Pokémon', 'Pokémom') > 0.5 as answer`)).to.equal(true);
    for (const [setting, value] of [
      ['data_checksums', 'on'],
      ['synchronous_commit', 'on'],
      ['max_wal_size', '192MB'],
      ['min_wal_size', '48MB'],
      ['lc_messages', 'C'],
      ['listen_addresses', '127.0.0.1'],
      ['unix_socket_directories', ''],
      ['work_mem', '5MB'],
    ]) {
      expect(await ask(first.adminUrl, `select current_setting('${setting}') as answer`), setting).to.equal(value);
    }
    await ask(first.url, 'create table kept (n int)');
    await ask(first.url, 'insert into kept values (42)');
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).to.equal(0o600);
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).to.contain('ready to accept connections');
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).not.to.contain('PASSWORD');

    const stopped = goneLater(first.pid);
    await Promise.all([first.close(), first.close()]);
    expect(stopped()).to.equal(true);
    expect(readdirSync(join(dataDir, 'pgdata'))).not.to.include('postmaster.pid');
    expect(readdirSync(dataDir).filter((name) => name.includes('tmp'))).to.deep.equal([]);

    const second = await workshop.open(dataDir, { database: 'another' });
    expect(new URL(second.url).port, 'the same port as before').to.equal(new URL(first.url).port);
    expect(await ask(second.url, 'select current_database() as answer')).to.equal('another');
    expect(await ask(second.url.replace(/another$/, 'tcg_ledger'), 'select n as answer from kept')).to.equal(42);
  });

  it('refuses connections with a wrong password and without one', async () => {
    const cluster = await workshop.open(await seed(workshop.folder()));
    const url = new URL(cluster.url);
    url.password = 'guess';
    expect((await rejection(ask(url.href, 'select 1'))).code).to.equal('28P01');
    url.password = '';
    expect((await rejection(ask(url.href, 'select 1'))).message).to.match(/password/);
  });

  it('closes while clients are connected', async () => {
    const cluster = await workshop.open(await seed(workshop.folder()));
    const client = new pg.Client({ connectionString: cluster.url });
    const cut = new Promise<string>((done) => client.on('error', (error) => done(error.message)));
    await client.connect();
    await client.query('begin');
    await cluster.close();
    expect(await cut).to.match(/terminating connection|Connection terminated/);
  });

  it('runs until the last one closes it, in any order', async () => {
    const dataDir = await seed(workshop.folder());
    const first = await workshop.open(dataDir);
    expect(first).to.include({ joined: false, alone: true });
    const same = await workshop.open(dataDir, { database: 'second' });
    expect(same).to.include({ joined: true, alone: false, pid: first.pid, version: '18.4' });
    expect(await ask(same.url, 'select current_database() as answer')).to.equal('second');
    await same.close();

    const other = workshop.child({ dataDir });
    expect(await other.next()).to.include({ joined: true, alone: false, pid: first.pid, url: first.url });
    const stopped = goneLater(first.pid);
    await first.close();
    expect(stopped(), 'another process uses it').to.equal(false);
    expect(await ask(first.url, 'select 1 as answer')).to.equal(1);
    const late = await workshop.open(dataDir);
    expect(late).to.include({ joined: true, alone: false, pid: first.pid });
    other.tell('close');
    expect(await other.next()).to.deep.equal({ closed: true });
    expect(await ask(late.url, 'select 1 as answer')).to.equal(1);
    await late.close();
    expect(stopped()).to.equal(true);
    expect(readdirSync(join(dataDir, 'users'))).to.deep.equal([]);
    expect(await workshop.open(dataDir)).to.include({ joined: false, alone: true });
  });

  it('is not joined while the last one closes it: a newcomer waits, and starts it again', async () => {
    const dataDir = await seed(workshop.folder());
    for (let round = 0; round < 5; round += 1) {
      const before = await workshop.open(dataDir);
      const [, next] = await Promise.all([before.close(), workshop.open(dataDir)]);
      expect(await ask(next.url, 'select 1 as answer'), `round ${round}`).to.equal(1);
      await next.close();
    }
  });

  it('starts the cluster if its server ends during a join', async () => {
    const dataDir = await seed(workshop.folder());
    const owner = await workshop.open(dataDir);
    const holder = new pg.Client({ connectionString: owner.adminUrl });
    holder.on('error', () => undefined);
    await holder.connect();
    await holder.query('select pg_advisory_lock($1)', [prepareLock]);
    const joining = workshop.open(dataDir);
    const waiting = `select count(*)::int as answer from pg_locks where locktype = 'advisory' and not granted`;
    await until('the second one is about to join', async () => (await ask(owner.adminUrl, waiting)) === 1);
    process.kill(owner.pid, 'SIGINT');
    const second = await joining;
    expect(second.joined).to.equal(false);
    expect(await ask(second.url, 'select 1 as answer')).to.equal(1);
    await until('the first one uses the new server', () => owner.pid === second.pid);
  });

  it('does not count the registrations in a copy of a directory in use', async () => {
    const dataDir = await seed(workshop.folder());
    const original = await workshop.open(dataDir);
    const copy = join(workshop.folder(), 'copy');
    await original.close();
    const again = await workshop.open(dataDir);
    cpSync(dataDir, copy, { recursive: true });
    rmSync(join(copy, 'pgdata'), { recursive: true });
    await seed(copy);
    expect(readdirSync(join(copy, 'users'))).to.have.length(1);
    const copied = await workshop.open(copy);
    expect(copied).to.include({ joined: false, alone: true });
    const stopped = goneLater(copied.pid);
    await copied.close();
    expect(stopped()).to.equal(true);
    expect(await ask(again.url, 'select 1 as answer')).to.equal(1);
  });

  it('creates one cluster when two processes open an empty directory at once', async () => {
    const dataDir = join(workshop.folder(), 'new');
    const pair = [workshop.child({ dataDir }), workshop.child({ dataDir })];
    const answers = await Promise.all(pair.map((child) => child.next()));
    expect(answers.map((answer) => answer.joined).sort()).to.deep.equal([false, true]);
    expect(answers[0]?.pid).to.equal(answers[1]?.pid);
    expect(answers[0]?.url).to.equal(answers[1]?.url);
    expect(await ask(answers[0]?.url ?? '', 'select 1 as answer')).to.equal(1);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('initdb'))).to.deep.equal([]);
    expect(readdirSync(join(dataDir, 'lock'))).to.have.length(1);
  });

  it('leaves no server running after an aborted opening, which can be repeated', async () => {
    const dataDir = join(workshop.folder(), 'new');
    const abort = new AbortController();
    const reason = new Error('no longer wanted');
    const opening = rejection(workshop.open(dataDir, { signal: abort.signal }));
    await until('initdb began', () => readdirSync(dataDir).some((name) => name.startsWith('initdb')));
    abort.abort(reason);
    expect(await opening).to.equal(reason);
    expect(readdirSync(dataDir)).not.to.include('pgdata');

    await seed(dataDir);
    const again = new AbortController();
    // In the first wait after the server began: a condition watched from outside can come too late.
    const impatient: Runtime = {
      ...runtime,
      async sleep(ms, signal) {
        if (readdirSync(join(dataDir, 'pgdata')).includes('postmaster.opts')) again.abort(reason);
        await runtime.sleep(ms, signal);
      },
    };
    const starting = workshop.open(dataDir, { runtime: impatient, signal: again.signal }, { timeouts: { pollMs: 1 } });
    expect(await rejection(starting)).to.equal(reason);
    expect(readdirSync(join(dataDir, 'pgdata'))).not.to.include('postmaster.pid');
    expect(await workshop.open(dataDir)).to.include({ joined: false });
  });

  it('shrinks the write-ahead log of a cluster that was allowed more', async () => {
    const dataDir = await seed(workshop.folder());
    const wal = (): number =>
      readdirSync(join(dataDir, 'pgdata', 'pg_wal')).filter((name) => name.length === 24).length;
    const before = await workshop.open(dataDir, { settings: { ...fast, max_wal_size: '2GB', min_wal_size: '480MB' } });
    for (let segment = 0; segment < 30; segment += 1) {
      await ask(before.adminUrl, `select pg_logical_emit_message(false, 'test', ''), pg_switch_wal()`);
    }
    await ask(before.adminUrl, 'checkpoint');
    await before.close();
    expect(wal()).to.be.at.least(25);
    const after = await workshop.open(dataDir);
    expect(wal()).to.be.at.most(16);
    expect(await ask(after.url, 'select 1 as answer')).to.equal(1);
  });

  it('tries another port if the first was taken meanwhile', async () => {
    const dataDir = await seed(workshop.folder());
    const other = await workshop.open(await seed(workshop.folder()));
    const taken = Number(new URL(other.url).port);
    const ports = [taken, await freePort()];
    const cluster = await workshop.open(dataDir, {}, { freePort: () => Promise.resolve(ports.shift() ?? 0) });
    expect(ports).to.deep.equal([]);
    expect(await ask(cluster.url, 'select 1 as answer')).to.equal(1);
  });
});
