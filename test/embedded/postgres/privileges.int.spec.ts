import { expect } from 'chai';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { findNative } from '../../../src/embedded/postgres/binaries.js';
import { ownerOf } from '../../../src/embedded/postgres/layout.js';
import { chooseLauncher } from '../../../src/embedded/postgres/privileges.js';
import type { Internals } from '../../../src/embedded/postgres/start.js';
import { ask, goneLater, isRoot, makeWorkshop, seed } from './support/clusters.js';

const nobody = 65_534;

/** Returns the user of a server, from the system. */
const userOfProcess = (pid: number): string =>
  /^Uid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';

describe('embedded Postgres: user that runs it', function () {
  const workshop = makeWorkshop();
  before(function () {
    if (!isRoot) this.skip(); // every other spec covers the ordinary user
  });
  afterEach(() => workshop.clean());

  const nobodyWays: [string, Internals][] = [
    ['by force', { privileges: { force: 'nobody' } }],
    ['without unshare', { privileges: { unshare: '/nonexistent/unshare' } }],
  ];
  for (const [how, internals] of nobodyWays) {
    it(`runs as nobody for root without user namespaces, ${how}`, async () => {
      const dataDir = join(workshop.folder(), 'private');
      mkdirSync(dataDir, { mode: 0o700 });
      await seed(dataDir);
      const cluster = await workshop.open(dataDir, {}, internals);
      expect(userOfProcess(cluster.pid)).to.equal(String(nobody));
      expect(ownerOf(join(dataDir, 'pgdata', 'base'))).to.deep.equal({ uid: nobody, gid: nobody });
      expect(statSync(join(dataDir, 'secrets.json'))).to.include({ uid: 0 });
      await ask(cluster.url, 'create table kept as select 7 as n');
      await cluster.close();
      // from now on the owner of the files decides, even if other modes are possible
      const again = await workshop.open(dataDir);
      expect(userOfProcess(again.pid)).to.equal(String(nobody));
      expect(await ask(again.url, 'select n as answer from kept')).to.equal(7);
    });
  }

  it('keeps root as owner with user namespaces, and takes files back from nobody', async function () {
    const launcher = await chooseLauncher({ filesOwner: { uid: 0, gid: 0 } });
    if (launcher.mode !== 'namespace') this.skip();
    const dataDir = join(workshop.folder(), 'private');
    mkdirSync(dataDir, { mode: 0o700 });
    await seed(dataDir);
    chownSync(join(dataDir, 'pgdata'), nobody, nobody);
    const cluster = await workshop.open(dataDir, {}, { privileges: { force: 'namespace' } });
    expect(userOfProcess(cluster.pid)).to.equal('0');
    expect(ownerOf(join(dataDir, 'pgdata')).uid).to.equal(0);
    expect(statSync(dataDir).mode & 0o777).to.equal(0o700);
  });

  it('creates a new cluster as nobody, with a copy of unreachable binaries', async () => {
    const hidden = join(workshop.programFolder(), 'root-only');
    mkdirSync(hidden, { mode: 0o700 });
    cpSync(findNative(), join(hidden, 'native'), { recursive: true, verbatimSymlinks: true });
    const dataDir = join(workshop.programFolder(), 'new');
    mkdirSync(dataDir);
    mkdirSync(join(dataDir, 'native-of-an-older-release'));
    const binDir = join(hidden, 'native', 'bin');
    const umask = process.umask(0o077);
    const cluster = await workshop
      .open(dataDir, { binDir }, { privileges: { force: 'nobody' } })
      .finally(() => process.umask(umask));
    expect(userOfProcess(cluster.pid)).to.equal(String(nobody));
    const copies = readdirSync(dataDir).filter((name) => name.startsWith('native-'));
    expect(copies).to.have.length(1);
    const before = statSync(join(dataDir, copies[0] ?? '')).ino;
    await cluster.close();
    await workshop.open(dataDir, { binDir }, { privileges: { force: 'nobody' } });
    expect(statSync(join(dataDir, copies[0] ?? '')).ino).to.equal(before);
  });

  it('runs as an ordinary user; root then runs it as that user and leaves it usable', async () => {
    const home = workshop.folder();
    chownSync(home, nobody, nobody);
    chmodSync(home, 0o700);
    const dataDir = join(home, 'postgres');
    const child = workshop.child({ dataDir }, { as: nobody });
    const answer = await child.next();
    expect(answer, answer.message).to.include({ joined: false, version: '18.4' });
    expect(userOfProcess(answer.pid)).to.equal(String(nobody));
    child.tell('close');
    expect(await child.next()).to.deep.equal({ closed: true });

    const asRoot = await workshop.open(dataDir);
    expect(userOfProcess(asRoot.pid)).to.equal(String(nobody));
    await asRoot.close();
    const strangers = readdirSync(dataDir, { recursive: true, encoding: 'utf8' });
    expect(strangers.filter((name) => ownerOf(join(dataDir, name)).uid !== nobody)).to.deep.equal([]);
    const again = workshop.child({ dataDir }, { as: nobody });
    expect(await again.next()).to.include({ joined: false });
  });

  it('is shared by root and an ordinary user: the last one to leave stops it, whoever started it', async () => {
    const home = workshop.folder();
    chownSync(home, nobody, nobody);
    const dataDir = join(home, 'postgres');
    for (const first of ['user', 'root']) {
      const user = workshop.child({ dataDir }, { as: nobody });
      const started = first === 'user' ? await user.next() : null;
      const root = await workshop.open(dataDir);
      const { pid, message } = started ?? (await user.next());
      expect(pid, message).to.equal(root.pid);
      const gone = goneLater(root.pid);
      const userLeaves = async (): Promise<void> => {
        user.tell('close');
        expect(await user.next()).to.deep.equal({ closed: true });
      };
      const rootLeaves = (): Promise<void> => root.close();
      const [starter, other] = first === 'user' ? [userLeaves, rootLeaves] : [rootLeaves, userLeaves];
      await starter();
      expect(gone(), `${first} started it and left`).to.equal(false);
      expect(await ask(root.url, 'select 1 as answer')).to.equal(1);
      await other();
      expect(gone()).to.equal(true);
    }
  });

  it('reports files of another user to an ordinary user', async () => {
    const folder = workshop.folder();
    const dataDir = join(folder, 'of-root');
    mkdirSync(dataDir, { mode: 0o700 });
    const closed = await workshop.child({ dataDir }, { as: nobody }).next();
    expect(closed.code).to.equal('EMBEDDED_POSTGRES_FAILED');
    expect(closed.message).to.contain(`DATA_DIR ${dataDir}: found`).and.contain('permission denied');

    const mixed = join(folder, 'mixed');
    mkdirSync(mixed);
    chownSync(mixed, nobody, nobody);
    await seed(mixed);
    const unreadable = await workshop.child({ dataDir: mixed }, { as: nobody }).next();
    expect(unreadable.code).to.equal('EMBEDDED_POSTGRES_FAILED');
    expect(unreadable.message).to.contain('cannot read');
  });

  it('creates the library links that a blocked install script left out, in place and in a copy', async () => {
    const native = join(workshop.programFolder(), 'native');
    cpSync(findNative(), native, { recursive: true, verbatimSymlinks: true });
    const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
    for (const { target } of links) rmSync(join(native, '..', target), { force: true });
    const dataDir = await seed(workshop.folder());
    const cluster = await workshop.open(dataDir, { binDir: join(native, 'bin') });
    expect(await ask(cluster.url, 'select 1 as answer')).to.equal(1);
    for (const { target } of links) expect(statSync(join(native, '..', target)).isFile(), target).to.equal(true);
    await cluster.close();

    // an ordinary user cannot write to root's folder
    for (const { target } of links) rmSync(join(native, '..', target), { force: true });
    symlinkSync('nowhere', join(native, 'lib', 'unrelated'));
    const home = workshop.programFolder();
    chownSync(home, nobody, nobody);
    const child = workshop.child({ dataDir: join(home, 'postgres'), binDir: join(native, 'bin') }, { as: nobody });
    const answer = await child.next();
    expect(answer, answer.message).to.include({ joined: false });
    expect(readdirSync(join(home, 'postgres')).some((name) => name.startsWith('native-'))).to.equal(true);
  });
});
