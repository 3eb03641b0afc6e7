import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { identify, processState } from '../../../src/embedded/postgres/processes.js';
import type { Internals } from '../../../src/embedded/postgres/start.js';
import { until } from '../../support/wait-for.js';
import { ask, fast, goneLater, isRoot, makeWorkshop, rejection, runtime, seed } from './support/clusters.js';

/** No setpriv, as on systems where the kernel does not stop the server with its parent. */
const unprotected: Internals = {
  privileges: { tools: { setpriv: '/nonexistent/setpriv', unshare: isRoot ? 'unshare' : '/nonexistent/unshare' } },
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

  it('ends the server on kill -9 of the owner, and keeps the data for the next start', async function () {
    if (process.platform !== 'linux') this.skip();
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
      // without the kernel's signal: the exit hook alone stops it
      const owner = workshop.child({ dataDir, internals: unprotected }, { quiet: true });
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

  it('takes over the server of a dead owner, never that of a living one', async () => {
    const dataDir = await seed(workshop.folder());
    const owner = workshop.child({ dataDir, internals: unprotected });
    const left = await owner.next();
    strays.push(left.pid);
    await ask(left.url, 'create table kept as select 8 as n');
    expect(await workshop.open(dataDir)).to.include({ joined: true, pid: left.pid });
    const gone = goneLater(left.pid);
    await owner.kill();
    expect(gone(), 'without protection the server survives').to.equal(false);

    process.kill(left.pid, 'SIGSTOP');
    const stuck = await rejection(workshop.open(dataDir, {}, { timeouts: { stopMs: 10, quitMs: 10 } }));
    expect(stuck.code).to.equal('DATA_DIR_IN_USE');
    expect(stuck.message).to.contain(`the server ${left.pid} of a dead owner, which could not be stopped`);
    process.kill(left.pid, 'SIGCONT');
    const next = await workshop.open(dataDir);
    expect(gone()).to.equal(true);
    expect(next.joined).to.equal(false);
    expect(next.pid).not.to.equal(left.pid);
    expect(await ask(next.url, 'select n as answer from kept')).to.equal(8);
  });

  it('takes over an orphaned server without /proc after its answer, and stops no other process', async () => {
    const dataDir = await seed(workshop.folder());
    const elsewhere: Internals = { ...unprotected, proc: '/nonexistent', timeouts: { reapMs: 50 } };
    const owner = workshop.child({ dataDir, internals: unprotected });
    const left = await owner.next();
    strays.push(left.pid);
    const gone = goneLater(left.pid);
    await owner.kill();
    const next = await workshop.open(dataDir, {}, elsewhere);
    expect(gone()).to.equal(true);
    expect(next.joined).to.equal(false);
    await next.close();

    const bystander = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });
    const ended = new Promise<string | null>((done) => bystander.once('exit', (_code, signal) => done(signal)));
    const text = `${bystander.pid ?? 0}\n${dataDir}\n1\n1\n\n127.0.0.1\n\nready\n`;
    writeFileSync(join(dataDir, 'pgdata', 'postmaster.pid'), text);
    writeFileSync(join(dataDir, 'owner.json'), JSON.stringify({ pid: owner.pid, startTime: null }));
    const refused = await rejection(workshop.open(dataDir, {}, elsewhere));
    expect(refused.code).to.equal('DATA_DIR_IN_USE');
    expect(refused.message).to.contain(`process ${bystander.pid ?? 0}, which may be its server`);
    bystander.stdin.end();
    expect(await ended).to.equal(null);
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
