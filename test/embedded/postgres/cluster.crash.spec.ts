import { expect } from 'chai';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { createServer, type Server } from 'node:net';
import pg from 'pg';
import { identify, processState } from '../../../src/embedded/postgres/processes.js';
import { until } from '../../support/wait-for.js';
import { ask, fast, goneLater, makeWorkshop, rejection, runtime, seed, type Child } from './support/clusters.js';

/** Returns the pids of the watchdogs of a directory: shells with its path as their last argument. */
const watchdogsOf = (dataDir: string): number[] => {
  const listed = spawnSync('ps', ['-ww', '-eo', 'pid=,args='], { encoding: 'utf8' }).stdout.split('\n');
  return listed
    .filter((line) => line.includes('tcg-ledger-watchdog') && line.endsWith(` ${dataDir}`))
    .map((line) => Number.parseInt(line, 10));
};
const killWatchdogs = (dataDir: string): void => watchdogsOf(dataDir).forEach((pid) => process.kill(pid, 'SIGKILL'));

/** Waits until no watchdog runs for a dead process: one for each registered user is left. */
const watchdogsEnd = async (dataDir: string): Promise<void> => {
  const stopping = (): boolean => {
    const listed = spawnSync('ps', ['-ww', '-eo', 'args='], { encoding: 'utf8' }).stdout.split('\n');
    return listed.some(
      (line) => line.includes('watchdog-main') && !line.includes('read -r') && line.endsWith(` ${dataDir}`),
    );
  };
  const users = (): number => readdirSync(join(dataDir, 'users')).length;
  await until('the watchdogs of the dead have ended', () => !stopping() && watchdogsOf(dataDir).length <= users());
};

const listenOn = (server: Server, port: number): Promise<boolean> =>
  new Promise((done) => {
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => done(true));
  });

/** Returns repeatable random numbers in [0, 1). */
const seeded = (from: number): (() => number) => {
  let state = from >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

describe('embedded Postgres: crashes', () => {
  const workshop = makeWorkshop();
  const strays: number[] = [];
  afterEach(async () => {
    for (const pid of strays.splice(0)) {
      try {
        process.kill(pid, 'SIGQUIT');
      } catch {
        // expected: the server has ended
      }
    }
    await workshop.clean();
  });

  it('ends the server on kill -9 of its only user, and keeps the data for the next start', async () => {
    const dataDir = await seed(workshop.folder());
    const owner = workshop.child({ dataDir });
    const { url, pid } = await owner.next();
    strays.push(pid);
    await ask(url, 'create table kept as select 5 as n');
    const gone = goneLater(pid);
    await owner.kill();
    await until('the server ends', gone);
    await until('its pid file goes', () => !existsSync(join(dataDir, 'pgdata', 'postmaster.pid')));
    const next = await workshop.open(dataDir);
    expect(next.joined).to.equal(false);
    expect(await ask(next.url, 'select n as answer from kept')).to.equal(5);
  });

  it('recovers committed data after kill -9 of the owner and the server', async () => {
    const dataDir = await seed(workshop.folder());
    const owner = workshop.child({ dataDir });
    const { url, pid } = await owner.next();
    await ask(url, 'create table kept as select 6 as n');
    process.kill(pid, 'SIGKILL');
    await owner.kill();
    expect(existsSync(join(dataDir, 'pgdata', 'postmaster.pid'))).to.equal(true);
    const next = await workshop.open(dataDir);
    expect(await ask(next.url, 'select n as answer from kept')).to.equal(6);
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).to.contain('automatic recovery in progress');
  });

  it('keeps the server running on Ctrl-C, which reaches the whole process group', async () => {
    const owner = workshop.child({ dataDir: await seed(workshop.folder()) });
    const { url } = await owner.next();
    process.kill(-owner.pid, 'SIGINT');
    expect(await owner.next()).to.deep.equal({ interrupted: true });
    expect(await ask(url, 'select 1 as answer')).to.equal(1);
    owner.tell('close');
    expect(await owner.next()).to.deep.equal({ closed: true });
  });

  it('stops the server on an uncaught exception and on process.exit', async () => {
    const dataDir = await seed(workshop.folder());
    for (const how of ['exit', 'exception'] as const) {
      const owner = workshop.child({ dataDir }, { quiet: true });
      const { pid, joined } = await owner.next();
      expect(joined).to.equal(false);
      strays.push(pid);
      const gone = goneLater(pid);
      if (how === 'exception') owner.tell('throw');
      else owner.tell('exit');
      expect(await owner.ended()).to.equal(how === 'exit' ? 0 : 1);
      await until('the server ends', gone);
    }
  });

  it('goes on after kill -9 of the process that started it, until the last one that uses it is killed', async () => {
    const dataDir = await seed(workshop.folder());
    const starter = workshop.child({ dataDir });
    const { pid, url } = await starter.next();
    strays.push(pid);
    const others = [workshop.child({ dataDir }), workshop.child({ dataDir })] as const;
    for (const other of others) expect(await other.next()).to.include({ joined: true, pid });
    const gone = goneLater(pid);
    const session = new pg.Client({ connectionString: url });
    await session.connect();
    const pidOf = async (): Promise<number> =>
      (await session.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;
    const backend = await pidOf();
    await starter.kill();
    await others[0].kill();
    await watchdogsEnd(dataDir);
    expect(gone()).to.equal(false);
    expect(await pidOf(), 'no session was interrupted').to.equal(backend);
    await session.end();
    await others[1].kill();
    await until('the server ends', gone);
    await until('its pid file goes', () => !existsSync(join(dataDir, 'pgdata', 'postmaster.pid')));
  });

  it('joins a server that was left behind, and stops it in the end', async () => {
    const dataDir = await seed(workshop.folder());
    const first = workshop.child({ dataDir });
    const { pid } = await first.next();
    strays.push(pid);
    const gone = goneLater(pid);
    killWatchdogs(dataDir);
    await first.kill();
    for (const proc of ['/proc', '/nonexistent']) {
      const next = await workshop.open(dataDir, {}, { proc });
      expect(next, proc).to.include({ joined: true, alone: true, pid });
      const other = workshop.child({ dataDir });
      expect(await other.next()).to.include({ joined: true, alone: false });
      await next.close();
      expect(gone()).to.equal(false);
      killWatchdogs(dataDir);
      await other.kill();
    }
    await (await workshop.open(dataDir)).close();
    expect(gone()).to.equal(true);
  });

  it('stops an unused server that does not answer; no other process, and none without proof', async () => {
    const dataDir = await seed(workshop.folder());
    const first = workshop.child({ dataDir });
    const { pid } = await first.next();
    strays.push(pid);
    killWatchdogs(dataDir);
    await first.kill();
    process.kill(pid, 'SIGSTOP');
    const secrets = readFileSync(join(dataDir, 'secrets.json'));
    writeFileSync(join(dataDir, 'secrets.json'), '{"admin":"x","ledger":"y"}');
    const timeouts = { joinMs: 1, stopMs: 10, quitMs: 10 };
    const stopped = identify(pid);
    const stuck = rejection(workshop.open(dataDir, {}, { timeouts }));
    const error = await stuck;
    expect(error.code).to.equal('DATA_DIR_IN_USE');
    expect(error.message).to.contain(`the unused server ${pid}, which does not answer and could not be stopped`);
    process.kill(pid, 'SIGCONT');
    writeFileSync(join(dataDir, 'secrets.json'), secrets);
    expect(stopped.pid).to.equal(pid);
    await until('the server has taken its signals', goneLater(pid));
    expect(await workshop.open(dataDir)).to.include({ joined: false });

    const other = await seed(workshop.folder());
    const bystander = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });
    const ended = new Promise<string | null>((done) => bystander.once('exit', (_code, signal) => done(signal)));
    const text = `${bystander.pid ?? 0}\n${other}\n1\n1\n\n127.0.0.1\n\nready\n`;
    writeFileSync(join(other, 'pgdata', 'postmaster.pid'), text);
    const refused = await rejection(workshop.open(other, {}, { proc: '/nonexistent', timeouts: { joinMs: 1 } }));
    expect(refused.code).to.equal('DATA_DIR_IN_USE');
    expect(refused.message).to.contain(`server ${bystander.pid ?? 0}`);
    bystander.stdin.end();
    expect(await ended).to.equal(null);
  });

  it('restarts a killed server at the same URL, once for all that use it', async () => {
    const dataDir = await seed(workshop.folder());
    const users = [workshop.child({ dataDir }), workshop.child({ dataDir }), workshop.child({ dataDir })];
    const opened = [];
    for (const user of users) opened.push(await user.next());
    const { pid, url } = opened[0] as { pid: number; url: string };
    await ask(url, 'create table kept as select 9 as n');
    process.kill(pid, 'SIGKILL');
    const told = await Promise.all(users.map(async (user) => (await user.next()).restarted ?? ''));
    expect(told.filter((line) => line.includes('; restarted it'))).to.have.length(1);
    expect(told.filter((line) => line.includes('another process restarted'))).to.have.length(2);
    expect(await ask(url, 'select n as answer from kept')).to.equal(9);
    for (const user of users) user.tell('pid');
    const pids = await Promise.all(users.map(async (user) => (await user.next()).pid));
    expect(new Set(pids)).to.have.length(1);
    expect(pids[0]).not.to.equal(pid);
  });

  it('gives up after the named number of restarts, and says so', async () => {
    const dataDir = await seed(workshop.folder());
    const user = workshop.child({ dataDir, internals: { timeouts: { restartsMax: 2, watchMs: 20 } } });
    let { pid } = await user.next();
    for (const _round of [1, 2]) {
      process.kill(pid, 'SIGKILL');
      expect((await user.next()).restarted).to.contain('; restarted it');
      user.tell('pid');
      ({ pid } = await user.next());
    }
    process.kill(pid, 'SIGKILL');
    const { lost } = await user.next();
    expect(lost).to.contain(`(process ${pid}) has ended, after 2 restarts within 10 minutes`);
    expect(lost).to.contain(`DATA_DIR ${dataDir}`);
  });

  it('says so if the port was taken before the restart', async () => {
    const dataDir = await seed(workshop.folder());
    const lines: string[] = [];
    const user = await workshop.open(dataDir, { onRestart: (line) => lines.push(line) });
    const port = Number(new URL(user.url).port);
    process.kill(user.pid, 'SIGSTOP');
    process.kill(user.pid, 'SIGKILL');
    const thief = createServer();
    await until('the port is taken', () => listenOn(thief, port));
    await until('the cluster is lost', () => user.lost.aborted);
    expect((user.lost.reason as { code: string }).code).to.equal('EMBEDDED_POSTGRES_FAILED');
    expect(String(user.lost.reason)).to.contain(`its port ${port} taken`);
    thief.close();
    await user.close();
  });

  it('loses nothing and leaves nothing behind, whoever joins, leaves and is killed', async function () {
    const dataDir = await seed(workshop.folder());
    const seedOf = process.env['SEED'] ?? String(Math.trunc(runtime.random() * 1e9));
    this.test!.title += ` (SEED=${seedOf})`;
    const random = seeded(Number(seedOf));
    const keeper = workshop.child({ dataDir });
    const { url, pid: firstPid } = await keeper.next();
    strays.push(firstPid);
    await ask(url, 'create table written (n int primary key)');
    let written = 0;
    const users: Child[] = [keeper];
    const insert = async (): Promise<void> => {
      await until('a row is accepted', () =>
        ask(url, `insert into written values (${written}) on conflict do nothing`).then(
          () => true,
          () => false,
        ),
      );
      written += 1;
    };
    const pidNow = (): number => Number(readFileSync(join(dataDir, 'pgdata', 'postmaster.pid'), 'utf8').split('\n')[0]);
    const pick = (): Child => users.splice(Math.trunc(random() * users.length), 1)[0] as Child;
    let serverKills = 0;
    for (let step = 0; step < 30; step += 1) {
      const die = random();
      if (users.length < 2 || die < 0.4) {
        const user = workshop.child({ dataDir });
        expect(await user.next()).to.include({ url });
        users.push(user);
      } else if (die < 0.6) {
        const user = pick();
        user.tell('close');
        while ((await user.next()).closed !== true);
      } else if (die < 0.85) await pick().kill();
      else if (serverKills < 4) {
        serverKills += 1;
        process.kill(pidNow(), 'SIGKILL');
      }
      await insert();
    }
    expect(await ask(url, 'select count(*)::int as answer from written')).to.equal(written);
    const last = goneLater(pidNow());
    await Promise.all(users.map((user) => user.kill()));
    await until('the server ends', last);
    await watchdogsEnd(dataDir);
    const next = await workshop.open(dataDir);
    expect(next).to.include({ joined: false, alone: true });
    expect(await ask(next.url, 'select count(*)::int as answer from written')).to.equal(written);
  });

  it('deletes an interrupted initdb, but no folder in which a server ran', async () => {
    const dataDir = join(workshop.folder(), 'new');
    const owner = workshop.child({ dataDir });
    const halfMade = (): string | undefined =>
      existsSync(dataDir) ? readdirSync(dataDir).find((name) => name.startsWith('initdb-')) : undefined;
    await until('initdb has begun', () => existsSync(join(dataDir, halfMade() ?? 'none', 'pgdata', 'base')));
    await owner.kill();
    const served = join(dataDir, 'initdb-00ff.tmp');
    mkdirSync(join(served, 'pgdata'), { recursive: true });
    writeFileSync(join(served, 'pgdata', 'postmaster.opts'), 'postgres');
    const next = await workshop.open(dataDir);
    expect(await ask(next.url, 'select 1 as answer')).to.equal(1);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('initdb-'))).to.deep.equal(['initdb-00ff.tmp']);
  });

  it('renames a pid file that names another program', async function () {
    if (process.platform !== 'linux') this.skip();
    const dataDir = await seed(workshop.folder());
    const text = `${process.pid}\n${dataDir}\n1\n5432\n\n127.0.0.1\n\nready\n`;
    writeFileSync(join(dataDir, 'pgdata', 'postmaster.pid'), text);
    expect(await workshop.open(dataDir)).to.include({ joined: false });
    expect(existsSync(join(dataDir, 'pgdata', 'postmaster.pid.stale'))).to.equal(true);
  });

  it('keeps the pid file while any process works in the directory', async function () {
    if (process.platform !== 'linux') this.skip();
    const dataDir = await seed(workshop.folder());
    const pgdata = join(dataDir, 'pgdata');
    const squatter = spawn('cat', { cwd: pgdata, stdio: ['pipe', 'ignore', 'ignore'] });
    try {
      writeFileSync(join(pgdata, 'postmaster.pid'), '');
      const refused = await rejection(workshop.open(dataDir, {}, { timeouts: { reapMs: 50 } }));
      expect(refused.code).to.equal('DATA_DIR_IN_USE');
      expect(refused.message).to.contain(`DATA_DIR ${dataDir}: found an empty postmaster.pid`);
      expect(existsSync(join(pgdata, 'postmaster.pid'))).to.equal(true);
    } finally {
      squatter.stdin.end();
      await new Promise((done) => squatter.once('exit', done));
    }
    expect(await workshop.open(dataDir, {}, { timeouts: { reapMs: 50 } })).to.include({ joined: false });
  });

  it('treats a zombie as dead, and waits for it', async function () {
    if (process.platform !== 'linux') this.skip();
    // a shell starts a child and becomes a program that never reaps it; only then the child ends
    const shell = 'cat <&3 >/dev/null & echo $!; exec 3<&-; exec tail -f /dev/null';
    const keeper = spawn('sh', ['-c', shell], { stdio: ['ignore', 'pipe', 'ignore', 'pipe'] });
    strays.push(keeper.pid ?? 0);
    const said = await new Promise<Buffer>((done) => keeper.stdout?.once('data', done));
    const pid = Number(String(said));
    await until('it is a program', () => readFileSync(`/proc/${keeper.pid ?? 0}/cmdline`, 'utf8').startsWith('tail'));
    (keeper.stdio[3] as Writable).end();
    await until('it is a zombie', () => processState(pid).kind === 'zombie');
    expect(identify(pid).startTime).to.equal(null);
    const dataDir = await seed(workshop.folder());
    writeFileSync(join(dataDir, 'pgdata', 'postmaster.pid'), `${pid}\n${dataDir}\n1\n5432\n\n127.0.0.1\n\nready\n`);
    const begun = runtime.monotonicMs();
    const cluster = await workshop.open(dataDir, { settings: fast }, { timeouts: { reapMs: 300 } });
    expect(runtime.monotonicMs() - begun).to.be.at.least(300);
    expect(cluster.joined).to.equal(false);
    expect(processState(pid).kind).to.equal('zombie');
  });
});
