import { expect } from 'chai';
import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNative, repairSymlinks } from '../../../src/embedded/postgres/binaries.js';
import { defaultTimeouts } from '../../../src/embedded/postgres/timeouts.js';
import { clusterError, isClusterError, reasonOf, systemCode } from '../../../src/embedded/postgres/errors.js';
import { findLayout, openLayout } from '../../../src/embedded/postgres/layout.js';
import { acquireLock, type Lock } from '../../../src/embedded/postgres/lock.js';
import { findPostmaster, launch, removeStalePidFile, stopProcess } from '../../../src/embedded/postgres/postmaster.js';
import { chooseLauncher } from '../../../src/embedded/postgres/privileges.js';
import { identify, isPostgresOf, isRunning, isUnused, processState } from '../../../src/embedded/postgres/processes.js';
import { countUsers, registerUser } from '../../../src/embedded/postgres/users.js';
import { explainFailure, openServerLog } from '../../../src/embedded/postgres/server-log.js';
import { isRoot, rejection, runtime } from './support/clusters.js';
import { ownScript } from '../../support/own-script.js';
import { until } from '../../support/wait-for.js';

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

    it('tells a process from another one with the same pid', function () {
      const self = identify(process.pid);
      expect(isRunning(self)).to.equal(true);
      if (self.startTime === null) this.skip();
      expect(isRunning({ pid: process.pid, startTime: 'another boot:1' })).to.equal(false);
      expect(isRunning({ pid: process.pid, startTime: null })).to.equal(true);
      expect(isRunning({ pid: noProcess, startTime: null })).to.equal(false);
    });

    it('reads the state after the last bracket of the command name', () => {
      const rest = Array.from({ length: 18 }, (_, index) => index).join(' ');
      const proc = fakeProc(7, { stat: `7 (a) Z (b) S ${rest} 4711 x` });
      expect(processState(7, proc)).to.deep.equal({ kind: 'running', startTime: ':4711' });
      expect(processState(7, fakeProc(7, { stat: `7 (a) S (b) Z ${rest}` }))).to.deep.equal({ kind: 'zombie' });
    });

    it('uses signal 0 without /proc, and then proves nothing', () => {
      const nowhere = join(folder, 'none');
      expect(processState(process.pid, nowhere)).to.deep.equal({ kind: 'running', startTime: null });
      expect(processState(noProcess, nowhere)).to.deep.equal({ kind: 'dead' });
      expect(isPostgresOf(process.pid, folder, nowhere)).to.equal('unknown');
      expect(isUnused(folder, nowhere)).to.equal(false);
      mkdirSync(nowhere);
      expect(isUnused(folder, nowhere)).to.equal(false);
    });

    it('recognises the Postgres of a directory by its command line, else by its working directory', () => {
      const proc = fakeProc(1, { cmdline: ['/x/postgres', '-D', folder] });
      fakeProc(2, { cmdline: ['/x/postgres', '-D', '/other'] });
      fakeProc(3, { cmdline: ['postgres: checkpointer'], cwd: folder });
      fakeProc(4, { cmdline: ['node'], cwd: '/other' });
      fakeProc(5, { cmdline: ['node'] });
      const answers = [1, 2, 3, 4, 5].map((pid) => isPostgresOf(pid, folder, proc));
      expect(answers).to.deep.equal(['yes', 'unknown', 'yes', 'no', 'no']);
    });

    it('proves that no process works in a directory, unless the system hides one', () => {
      const proc = fakeProc(1, { cmdline: ['node'], cwd: '/other' });
      expect(isUnused(folder, proc)).to.equal(true);
      fakeProc(2, { cmdline: ['init'] });
      expect(isUnused(folder, proc)).to.equal(true);
      fakeProc(3, { cmdline: ['postgres: checkpointer'] });
      expect(isUnused(folder, proc)).to.equal(false);
      // Root's servers may not be inspected, but their postmaster's command line shows the directory.
      fakeProc(3, { cmdline: ['postgres: checkpointer'], stat: '3 (postgres) S 8 8 8 0' });
      fakeProc(8, { cmdline: ['/x/postgres', '-D', '/other'] });
      expect(isUnused(folder, proc)).to.equal(true);
      fakeProc(8, { cmdline: ['/x/postgres', '-D', folder] });
      expect(isUnused(folder, proc)).to.equal(false);
      rmSync(join(proc, '8'), { recursive: true });
      expect(isUnused(folder, proc)).to.equal(false);
      rmSync(join(proc, '3'), { recursive: true });
      fakeProc(4, { cmdline: ['sh'], cwd: folder });
      expect(isUnused(folder, proc)).to.equal(false);
    });
  });

  describe('pid file', () => {
    const write = (text: string): void => writeFileSync(join(folder, 'postmaster.pid'), text);

    it('reports the state of the server', () => {
      expect(findPostmaster(folder)).to.deep.equal({ kind: 'stopped' });
      write('');
      expect(findPostmaster(folder)).to.deep.equal({ kind: 'stale', pid: null });
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
        const named = { pid: process.pid, startTime: null };
        const found = { kind: 'running', process: named, port: 5433, status, certain: false };
        expect(findPostmaster(folder, nowhere)).to.deep.equal(found);
      }
      write(`-${process.pid}\n`);
      expect(findPostmaster(folder, nowhere)).to.include({ kind: 'running', status: 'starting', port: 0 });
    });

    it('is not renamed without proof', () => {
      write('1\n');
      expect(removeStalePidFile(folder, join(folder, 'none'))).to.equal(false);
      expect(readdirSync(folder)).to.deep.equal(['postmaster.pid']);
    });
  });

  describe('stopping and launching', () => {
    const quick = { ...defaultTimeouts, stopMs: 50, quitMs: 2_000, pollMs: 5, startMs: 150 };
    const deaf = (signals: string): ReturnType<typeof spawn> =>
      spawn('sh', ['-c', `trap "" ${signals}; echo ready; exec cat`], { stdio: ['pipe', 'pipe', 'ignore'] });
    const ready = (child: ReturnType<typeof spawn>): Promise<void> =>
      new Promise((done) => child.stdout?.once('data', () => done()));

    it('sends a fast shutdown first, then an immediate one', async () => {
      const child = deaf('INT');
      const ended = new Promise((done) => child.once('exit', (_code, signal) => done(signal)));
      await ready(child);
      await stopProcess(identify(child.pid ?? 0), { runtime, timeouts: quick });
      expect(await ended).to.equal('SIGQUIT');
      await stopProcess({ pid: child.pid ?? 0, startTime: null }, { runtime, timeouts: quick });
    });

    it('fails if both shutdowns time out', async () => {
      const child = deaf('INT QUIT');
      const ended = new Promise((done) => child.once('exit', done));
      await ready(child);
      const timeouts = { ...quick, quitMs: 50 };
      const error = await rejection(stopProcess(identify(child.pid ?? 0), { runtime, timeouts }));
      expect(error.code).to.equal('EMBEDDED_POSTGRES_FAILED');
      expect(error.message).to.contain(String(child.pid));
      child.stdin?.end();
      await ended;
    });

    it('fails the launch if the program is missing, ends, or never becomes ready', async () => {
      const layout = openLayout(folder);
      const takeLog = () => openServerLog(layout);
      const start = (file: string, args: string[]) =>
        launch({ command: { file, args }, pgdata: folder, log: takeLog(), runtime, timeouts: quick });
      const failed = (reason: string) => ({ kind: 'failed', reason });
      expect(await start('/nonexistent', []))
        .to.have.property('reason')
        .that.contains('ENOENT');
      expect(await start('sh', ['-c', 'exit 3'])).to.deep.equal(failed('it ended with exit code 3'));
      expect(await start('sh', ['-c', 'kill -9 $$'])).to.deep.equal(failed('it ended with SIGKILL'));
      expect(await start('cat', ['/dev/zero'])).to.deep.equal(failed('it was not ready within 150 ms'));
    });
  });

  describe('lock', () => {
    const take = async (options: { waitMs?: number; signal?: AbortSignal } = {}): Promise<Lock> => {
      const lock = await acquireLock({ folder, runtime, waitMs: 10_000, pollMs: 1, ...options });
      if ('heldBy' in lock) throw new Error(`held by ${lock.heldBy}`);
      return lock;
    };

    it('has one holder at a time', async () => {
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

    it('denies the lock to a process with an outdated read', async () => {
      const entry = (number: number): void =>
        writeFileSync(join(folder, String(number)), JSON.stringify({ holder: { pid: noProcess, startTime: null } }));
      // between the read and the create, other processes acquire numbers 1 to 3
      const others = [() => entry(1), () => entry(3)];
      const meddled = { ...runtime, secret: (bytes: number) => (others.shift()?.(), runtime.secret(bytes)) };
      await acquireLock({ folder, runtime: meddled, waitMs: 0, pollMs: 1 });
      expect(readdirSync(folder)).to.deep.equal(['4']);
    });

    it('ignores unreadable and foreign entries', async () => {
      mkdirSync(join(folder, '1'));
      writeFileSync(join(folder, '2'), '{');
      writeFileSync(join(folder, 'notes'), '');
      await take();
      expect(readdirSync(folder).sort()).to.deep.equal(['1', '3', 'notes']);
    });

    it('has one holding process at a time, over many rounds', async () => {
      const journal = join(folder, 'journal');
      const ended = await Promise.all(
        Array.from({ length: 3 }, () => {
          const args = [...ownScript('support/lock-child', import.meta.url), folder, journal, '100'];
          const env = { ...process.env, NODE_V8_COVERAGE: '' };
          const child = spawn(process.execPath, args, { env, stdio: 'inherit' });
          return new Promise((done) => child.once('exit', done));
        }),
      );
      expect(ended).to.deep.equal([0, 0, 0]);
      const lines = readFileSync(journal, 'utf8').trim().split('\n');
      expect(lines).to.have.length(600);
      for (let index = 0; index < lines.length; index += 2) {
        const pid = lines[index]?.split(' ')[1] ?? '';
        expect(lines.slice(index, index + 2)).to.deep.equal([`in ${pid}`, `out ${pid}`]);
      }
    });

    it('ignores dead holders, waits for living ones and reports their pid, can be aborted', async () => {
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

  describe('reasons of failed starts', () => {
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
      ['not-permitted', 'FATAL:  data directory "/x" has invalid permissions', 'invalid permissions'],
      ['not-permitted', 'FATAL:  could not open file "global/pg_filenode.map": Permission denied', 'denied'],
      ['damaged', 'FATAL:  could not open file "global/pg_filenode.map"\nLOG:  shutting down', 'pg_filenode'],
      ['damaged', 'FATAL:  could not open file "base/1"\nFATAL:  the database system is in recovery mode', 'base/1'],
    ];
    for (const [kind, log, reason] of cases) {
      it(`${kind}: ${reason}`, () => {
        const explained = explainFailure(log.split('\n'));
        expect(explained.kind).to.equal(kind);
        expect(explained.reason).to.contain(reason);
      });
    }

    it('returns no reason if there is no fatal line', () => {
      expect(explainFailure(['LOG:  shutting down', ''])).to.deep.equal({ kind: 'other', reason: null });
      expect(explainFailure([])).to.deep.equal({ kind: 'other', reason: null });
    });

    it('rotates a large log and keeps the older part', () => {
      const layout = openLayout(folder);
      writeFileSync(layout.log, Buffer.alloc(10 * 1024 * 1024 + 1));
      const log = openServerLog(layout);
      log.close();
      expect(statSync(layout.log).size).to.equal(0);
      expect(statSync(`${layout.log}.1`).size).to.equal(10 * 1024 * 1024 + 1);
      writeFileSync(layout.log, 'one\ntwo');
      expect(log.lines()).to.deep.equal(['one', 'two']);
    });
  });

  describe('binaries, users, launcher', () => {
    it('names the missing package', () => {
      expect(() => findNative(undefined, 'plan9-vax')).to.throw('no package @embedded-postgres/plan9-vax');
      expect(findNative()).to.match(/native$/);
    });

    it('creates no link outside of the folder', () => {
      const native = join(folder, 'inner', 'native');
      mkdirSync(join(native, 'lib'), { recursive: true });
      const links = [
        { source: 'native/lib/a.so.1', target: 'native/lib/a.so' },
        { source: 'native/lib/a.so.1', target: 'native/../../outside' },
      ];
      writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links));
      expect(repairSymlinks(native)).to.equal(true);
      expect(repairSymlinks(native)).to.equal(true);
      expect(readdirSync(join(native, 'lib'))).to.deep.equal(['a.so']);
      expect(readdirSync(folder)).to.deep.equal(['inner']);
    });

    it('counts the living users, and forgets the dead, the broken and the copied', () => {
      const layout = openLayout(folder);
      expect(countUsers(layout)).to.equal(0);
      const registrations = [registerUser(layout, runtime), registerUser(layout, runtime)];
      expect(countUsers(layout)).to.equal(2);
      const [name = ''] = readdirSync(layout.users);
      const entry = JSON.parse(readFileSync(join(layout.users, name), 'utf8')) as Record<string, unknown>;
      const others = {
        dead: JSON.stringify({ ...entry, process: { pid: noProcess, startTime: null } }),
        copied: JSON.stringify({ ...entry, folder: '1:2' }),
        broken: '{',
        empty: '{}',
        none: 'null',
        '.half': JSON.stringify(entry),
      };
      for (const [file, text] of Object.entries(others)) writeFileSync(join(layout.users, file), text);
      expect(countUsers(layout)).to.equal(2);
      expect(readdirSync(layout.users)).to.have.length(2);
      const older = join(folder, 'owner.json');
      writeFileSync(older, JSON.stringify(identify(process.pid)));
      expect(countUsers(layout), 'a process of version 0.1').to.equal(3);
      for (const text of [JSON.stringify({ pid: noProcess, startTime: null }), '{']) {
        writeFileSync(older, text);
        expect(countUsers(layout)).to.equal(2);
        expect(readdirSync(folder)).not.to.include('owner.json');
      }
      for (const registration of registrations) {
        registration.remove();
        registration.remove();
      }
      expect(countUsers(layout)).to.equal(0);
    });

    it('finds a directory without creating anything', () => {
      expect(findLayout(join(folder, 'none'))).to.equal(null);
      expect(findLayout(folder)).to.equal(null);
      expect(readdirSync(folder)).to.deep.equal([]);
      const layout = openLayout(folder);
      mkdirSync(layout.pgdata);
      expect(findLayout(folder)?.pgdata).to.equal(layout.pgdata);
    });

    it('runs as the same user for an ordinary user', async () => {
      const launcher = await chooseLauncher({ filesOwner: { uid: 1, gid: 1 }, isRoot: false, unshare: 'true' });
      expect(launcher).to.include({ mode: 'self', owner: null });
      expect(launcher.command('/bin/x', ['-v'])).to.deep.equal({ file: '/bin/x', args: ['-v'] });
    });

    it('runs as the owner of the files for root, else in a namespace', async () => {
      const passwdFile = join(folder, 'passwd');
      writeFileSync(passwdFile, 'root:x:0:0::/:/bin/sh\nann:x:1000:1001::/:/bin/sh\nnobody:x:99:98::/:/bin/sh\n');
      const asked = { isRoot: true, unshare: 'true', passwdFile };
      const asAnn = await chooseLauncher({ ...asked, filesOwner: { uid: 1000, gid: 1001 } });
      expect(asAnn.command('/bin/x', ['-v'])).to.deep.equal({ file: '/bin/x', args: ['-v'], uid: 1000, gid: 1001 });
      for (const uid of [0, 4711]) {
        const inside = await chooseLauncher({ ...asked, filesOwner: { uid, gid: uid } });
        expect(inside).to.include({ mode: 'namespace' });
        const map = ['--user', '--map-user=99', '--map-group=98', '--'];
        expect(inside.command('/bin/x', [])).to.deep.equal({ file: 'true', args: [...map, '/bin/x'] });
      }
    });

    it('works without unshare, and without a list of users', async () => {
      const unshare = '/nonexistent/unshare';
      const launcher = await chooseLauncher({ filesOwner: { uid: 0, gid: 0 }, unshare, passwdFile: '/nonexistent' });
      const expected = { file: '/bin/x', args: ['-v'], ...(isRoot ? { uid: 65_534, gid: 65_534 } : {}) };
      expect(launcher.command('/bin/x', ['-v'])).to.deep.equal(expected);
      const forced = await chooseLauncher({ filesOwner: { uid: 0, gid: 0 }, unshare, force: 'namespace' });
      expect(forced.mode).to.equal(isRoot ? 'user' : 'self');
    });
  });

  it('gives errors a code, one line and their cause, for any thrown value', () => {
    const error = clusterError('DATA_DIR_CORRUPT', 'first\n  second ', 'a string');
    expect(error).to.include({ code: 'DATA_DIR_CORRUPT', message: 'first second', cause: 'a string' });
    expect(isClusterError(error)).to.equal(true);
    expect(isClusterError('a string')).to.equal(false);
    expect(reasonOf('a string')).to.equal('a string');
    expect([systemCode('a string'), systemCode(Object.assign(new Error(), { code: 20 }))]).to.deep.equal([null, null]);
  });

  it('names a condition that is never met', async () => {
    let looks = 0;
    await until('three looks', () => (looks += 1) === 3);
    expect(looks).to.equal(3);
  });
});
