import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNative, healLinks } from '../../src/embedded/postgres/binaries.js';
import { defaultBounds } from '../../src/embedded/postgres/bounds.js';
import { openLayout, readOwner, writeOwner } from '../../src/embedded/postgres/layout.js';
import { acquireLock, type Lock } from '../../src/embedded/postgres/lock.js';
import { findPostmaster, launch, setAsidePidFile, stopProcess } from '../../src/embedded/postgres/postmaster.js';
import { chooseLauncher } from '../../src/embedded/postgres/privileges.js';
import { identify, isPostgresOf, isRunning, nobodyWorksIn, processState } from '../../src/embedded/postgres/processes.js';
import { explainFailure, openServerLog } from '../../src/embedded/postgres/server-log.js';
import { isRoot, rejection, runtime, until } from './support/clusters.js';

const noProcess = 2 ** 22 + 1;

describe('embedded Postgres: parts', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tcg-ledger-unit-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  describe('processes', () => {
    /** A made-up /proc with one process. */
    const fakeProc = (pid: number, entry: { stat?: string; cmdline?: string[]; cwd?: string }): string => {
      const home = join(folder, 'proc', String(pid));
      mkdirSync(home, { recursive: true });
      if (entry.stat !== undefined) writeFileSync(join(home, 'stat'), entry.stat);
      if (entry.cmdline !== undefined) writeFileSync(join(home, 'cmdline'), entry.cmdline.join('\0'));
      if (entry.cwd !== undefined) symlinkSync(entry.cwd, join(home, 'cwd'));
      return join(folder, 'proc');
    };

    it('a process is itself, and not another one with its pid', function () {
      const self = identify(process.pid);
      expect(isRunning(self)).to.equal(true);
      if (self.startTime === null) this.skip();
      expect(isRunning({ pid: process.pid, startTime: 'another boot:1' })).to.equal(false);
      expect(isRunning({ pid: process.pid, startTime: null })).to.equal(true);
      expect(isRunning({ pid: noProcess, startTime: null })).to.equal(false);
    });

    it('reads the state after the last bracket of the name', () => {
      const rest = Array.from({ length: 18 }, (_, index) => index).join(' ');
      const proc = fakeProc(7, { stat: `7 (a) Z (b) S ${rest} 4711 x` });
      expect(processState(7, proc)).to.deep.equal({ kind: 'running', startTime: ':4711' });
      expect(processState(7, fakeProc(7, { stat: `7 (a) S (b) Z ${rest}` }))).to.deep.equal({ kind: 'zombie' });
    });

    it('without /proc a signal decides, and nothing is proved', () => {
      const nowhere = join(folder, 'none');
      expect(processState(process.pid, nowhere)).to.deep.equal({ kind: 'running', startTime: null });
      expect(processState(noProcess, nowhere)).to.deep.equal({ kind: 'dead' });
      expect(isPostgresOf(process.pid, folder, nowhere)).to.equal('unknown');
      expect(nobodyWorksIn(folder, nowhere)).to.equal(false);
      mkdirSync(nowhere);
      expect(nobodyWorksIn(folder, nowhere)).to.equal(false);
    });

    it('knows the Postgres of a directory by its command line, then by where it works', () => {
      const proc = fakeProc(1, { cmdline: ['/x/postgres', '-D', folder] });
      fakeProc(2, { cmdline: ['/x/postgres', '-D', '/other'] });
      fakeProc(3, { cmdline: ['postgres: checkpointer'], cwd: folder });
      fakeProc(4, { cmdline: ['node'], cwd: '/other' });
      fakeProc(5, { cmdline: ['node'] });
      const answers = [1, 2, 3, 4, 5].map((pid) => isPostgresOf(pid, folder, proc));
      expect(answers).to.deep.equal(['yes', 'unknown', 'yes', 'no', 'no']);
    });

    it('proves that nobody works in a directory, or does not', () => {
      const proc = fakeProc(1, { cmdline: ['node'], cwd: '/other' });
      expect(nobodyWorksIn(folder, proc)).to.equal(true);
      fakeProc(2, { cmdline: ['init'] });
      expect(nobodyWorksIn(folder, proc)).to.equal(true);
      fakeProc(3, { cmdline: ['postgres: checkpointer'] });
      expect(nobodyWorksIn(folder, proc)).to.equal(false);
      rmSync(join(proc, '3'), { recursive: true });
      fakeProc(4, { cmdline: ['sh'], cwd: folder });
      expect(nobodyWorksIn(folder, proc)).to.equal(false);
    });
  });

  describe('pid file', () => {
    const write = (text: string): void => writeFileSync(join(folder, 'postmaster.pid'), text);

    it('says what it finds', () => {
      expect(findPostmaster(folder)).to.deep.equal({ kind: 'stopped' });
      write('');
      expect(findPostmaster(folder)).to.deep.equal({ kind: 'leftover', pid: null });
      write(`${noProcess}\n`);
      expect(findPostmaster(folder)).to.deep.equal({ kind: 'stopped' });
      const nowhere = join(folder, 'none');
      for (const [word, status] of [
        ['ready   ', 'ready'],
        ['standby ', 'ready'],
        ['stopping', 'stopping'],
        ['starting', 'starting'],
      ]) {
        write(`${process.pid}\n${folder}\n1\n5433\n\n127.0.0.1\n 1 2\n${word ?? ''}\n`);
        const found = { kind: 'running', process: { pid: process.pid, startTime: null }, port: 5433, status, certain: false };
        expect(findPostmaster(folder, nowhere)).to.deep.equal(found);
      }
      write(`-${process.pid}\n`);
      expect(findPostmaster(folder, nowhere)).to.include({ kind: 'running', status: 'starting', port: 0 });
    });

    it('is not set aside without proof', () => {
      write('1\n');
      expect(setAsidePidFile(folder, join(folder, 'none'))).to.equal(false);
      expect(readdirSync(folder)).to.deep.equal(['postmaster.pid']);
    });
  });

  describe('stopping and launching', () => {
    const quick = { ...defaultBounds, stopMs: 50, quitMs: 2_000, pollMs: 5, startMs: 150 };
    const deaf = (signals: string): ReturnType<typeof spawn> =>
      spawn('sh', ['-c', `trap "" ${signals}; echo ready; exec cat`], { stdio: ['pipe', 'pipe', 'ignore'] });
    const ready = (child: ReturnType<typeof spawn>): Promise<void> =>
      new Promise((done) => child.stdout?.once('data', () => done()));

    it('asks first, insists then', async () => {
      const child = deaf('INT');
      const ended = new Promise((done) => child.once('exit', (_code, signal) => done(signal)));
      await ready(child);
      await stopProcess(identify(child.pid ?? 0), { runtime, bounds: quick });
      expect(await ended).to.equal('SIGQUIT');
      await stopProcess({ pid: child.pid ?? 0, startTime: null }, { runtime, bounds: quick });
    });

    it('says so when neither helps', async () => {
      const child = deaf('INT QUIT');
      const ended = new Promise((done) => child.once('exit', done));
      await ready(child);
      const bounds = { ...quick, quitMs: 50 };
      const error = await rejection(stopProcess(identify(child.pid ?? 0), { runtime, bounds }));
      expect(error.code).to.equal('EMBEDDED_POSTGRES_FAILED');
      expect(error.message).to.contain(String(child.pid));
      child.stdin?.end();
      await ended;
    });

    it('a program that is missing, ends, or never gets ready is a failed launch', async () => {
      const layout = openLayout(folder);
      const start = (file: string, args: string[]) =>
        launch({ command: { file, args }, pgdata: folder, log: openServerLog(layout, () => undefined), runtime, bounds: quick });
      expect(await start('/nonexistent', [])).to.have.property('reason').that.contains('ENOENT');
      expect(await start('sh', ['-c', 'exit 3'])).to.deep.equal({ kind: 'failed', reason: 'it ended with exit code 3' });
      expect(await start('sh', ['-c', 'kill -9 $$'])).to.deep.equal({ kind: 'failed', reason: 'it ended with SIGKILL' });
      expect(await start('cat', ['/dev/zero'])).to.deep.equal({ kind: 'failed', reason: 'it was not ready within 150 ms' });
    });
  });

  describe('lock', () => {
    const take = async (options: { waitMs?: number; signal?: AbortSignal } = {}): Promise<Lock> => {
      const lock = await acquireLock({ folder, runtime, waitMs: 10_000, pollMs: 1, ...options });
      if ('heldBy' in lock) throw new Error(`held by ${lock.heldBy}`);
      return lock;
    };

    it('lets one in at a time', async () => {
      let inside = 0;
      let most = 0;
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          const lock = await take();
          inside += 1;
          most = Math.max(most, inside);
          await runtime.sleep(2);
          inside -= 1;
          lock.release();
        }),
      );
      expect(most).to.equal(1);
      expect(readdirSync(folder)).to.deep.equal(['8']);
    });

    it('passes over dead holders, waits for living ones, names them, can be aborted', async () => {
      writeFileSync(join(folder, '41'), JSON.stringify({ holder: { pid: noProcess, startTime: 'x:1' } }));
      const lock = await take();
      expect(readdirSync(folder)).to.deep.equal(['42']);
      expect((await rejection(take({ waitMs: 0 }))).message).to.equal(`held by ${process.pid}`);
      const reason = new Error('stop');
      expect(await rejection(take({ signal: AbortSignal.abort(reason) }))).to.equal(reason);
      lock.release();
      (await take()).release();
    });
  });

  describe('why a start failed', () => {
    const cases: [string, string, string][] = [
      ['port-taken', 'LOG:  could not bind IPv4 address\nx FATAL:  could not create any TCP/IP sockets', 'TCP/IP'],
      ['busy', 'FATAL:  lock file "postmaster.pid" already exists', 'already exists'],
      ['busy', 'FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use', 'shared memory'],
      [
        'other-version',
        'FATAL:  database files are incompatible with server\nDETAIL:  The database cluster was initialized with ' +
          'CATALOG_VERSION_NO 202506291, but the server was compiled with CATALOG_VERSION_NO 202506999.',
        'CATALOG_VERSION_NO 202506999',
      ],
      ['other', 'PANIC:  could not write to file "pg_wal/xlogtemp.1": No space left on device', 'No space'],
      ['damaged', 'FATAL:  could not open file "global/pg_filenode.map"\nLOG:  shutting down', 'pg_filenode'],
      ['damaged', 'FATAL:  could not open file "base/1"\nFATAL:  the database system is in recovery mode', 'base/1'],
      ['other', 'something else', 'something else'],
      ['other', '', 'nothing in its log'],
    ];
    for (const [kind, log, says] of cases) {
      it(`${kind}: ${says}`, () => {
        const explained = explainFailure(log.split('\n'));
        expect(explained.kind).to.equal(kind);
        expect(explained.reason).to.contain(says);
      });
    }

    it('a log grown large starts anew, the older part is kept', () => {
      const layout = openLayout(folder);
      writeFileSync(layout.log, Buffer.alloc(10 * 1024 * 1024 + 1));
      const log = openServerLog(layout);
      log.attach(spawn('true'));
      expect(statSync(layout.log).size).to.equal(0);
      expect(statSync(`${layout.log}.1`).size).to.equal(10 * 1024 * 1024 + 1);
      writeFileSync(layout.log, 'one\ntwo');
      expect(log.lines()).to.deep.equal(['one', 'two']);
    });
  });

  describe('binaries, owner, launcher', () => {
    it('says which package is missing', () => {
      expect(() => findNative(undefined, 'plan9-vax')).to.throw('no package @embedded-postgres/plan9-vax');
      expect(findNative()).to.match(/native$/);
    });

    it('makes no link outside of the folder', () => {
      const native = join(folder, 'inner', 'native');
      mkdirSync(join(native, 'lib'), { recursive: true });
      const links = [
        { source: 'native/lib/a.so.1', target: 'native/lib/a.so' },
        { source: 'native/lib/a.so.1', target: 'native/../../outside' },
      ];
      writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links));
      expect(healLinks(native)).to.equal(true);
      expect(healLinks(native)).to.equal(true);
      expect(readdirSync(join(native, 'lib'))).to.deep.equal(['a.so']);
      expect(readdirSync(folder)).to.deep.equal(['inner']);
    });

    it('keeps the owner, and takes a broken record for none', () => {
      const layout = openLayout(folder);
      expect(readOwner(layout)).to.equal(null);
      writeOwner(layout, { pid: 5, startTime: 'b:1' }, runtime);
      expect(readOwner(layout)).to.deep.equal({ pid: 5, startTime: 'b:1' });
      writeOwner(layout, { pid: 5, startTime: null }, runtime);
      expect(readOwner(layout)).to.deep.equal({ pid: 5, startTime: null });
      for (const text of ['{', '{}', 'null', '7']) {
        writeFileSync(layout.owner, text);
        expect(readOwner(layout), text).to.equal(null);
      }
    });

    it('works without setpriv and unshare, and without a list of users', async function () {
      const tools = { setpriv: '/nonexistent/setpriv', unshare: '/nonexistent/unshare' };
      const launcher = await chooseLauncher({ filesOwner: { uid: 0, gid: 0 }, tools, passwdFile: '/nonexistent/passwd' });
      expect(launcher.diesWithUs).to.equal(false);
      const expected = { file: '/bin/x', args: ['-v'], ...(isRoot ? { uid: 65_534, gid: 65_534 } : {}) };
      expect(launcher.command('/bin/x', ['-v'])).to.deep.equal(expected);
      const forced = await chooseLauncher({ filesOwner: { uid: 0, gid: 0 }, tools, force: 'namespace' });
      expect(forced.mode).to.equal(isRoot ? 'user' : 'self');
    });
  });

  it('conditions that never come are named', async () => {
    let looks = 0;
    await until('three looks', () => (looks += 1) === 3);
    expect(looks).to.equal(3);
  });
});
