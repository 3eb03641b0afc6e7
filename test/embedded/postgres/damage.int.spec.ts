import { expect } from 'chai';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNative } from '../../../src/embedded/postgres/binaries.js';
import { findPostmaster, freePort } from '../../../src/embedded/postgres/postmaster.js';
import { until } from '../../support/wait-for.js';
import { ask, fast, makeWorkshop, rejection, seed } from './support/clusters.js';

const overwriteStart = (path: string, bytes: Buffer): void => {
  const content = readFileSync(path);
  bytes.copy(content);
  writeFileSync(path, content);
};

/** Creates a folder of binaries in which program `name` is a script; it may call the real one as "$real". */
const withScript = (folder: string, name: 'postgres' | 'initdb', lines: string[]): string => {
  const real = join(findNative(), 'bin');
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const other of ['postgres', 'initdb']) {
    if (other !== name) symlinkSync(join(real, other), join(bin, other));
  }
  const script = ['#!/bin/sh', `real=${join(real, name)}`, ...lines, 'exec "$real" "$@"', ''];
  writeFileSync(join(bin, name), script.join('\n'), { mode: 0o755 });
  return bin;
};

describe('embedded Postgres: damaged directories and failed starts', () => {
  const workshop = makeWorkshop();
  afterEach(() => workshop.clean());

  const damages: { name: string; code: string; expected: RegExp; damage: (pgdata: string) => void }[] = [
    {
      name: 'a cluster of another major version',
      code: 'DATA_DIR_OTHER_VERSION',
      expected: /found a cluster of PostgreSQL 17; expected a cluster of PostgreSQL 18\.4/,
      damage: (pgdata) => writeFileSync(join(pgdata, 'PG_VERSION'), '17\n'),
    },
    {
      name: 'files without PG_VERSION',
      code: 'DATA_DIR_CORRUPT',
      expected: /files in pgdata but no PG_VERSION; expected a whole Postgres cluster/,
      damage: (pgdata) => rmSync(join(pgdata, 'PG_VERSION')),
    },
    {
      name: 'a pg_control with garbage in it',
      code: 'DATA_DIR_CORRUPT',
      expected: /FATAL: {2}database files are incompatible.*DETAIL: .*PG_CONTROL_VERSION/,
      damage: (pgdata) => overwriteStart(join(pgdata, 'global', 'pg_control'), Buffer.alloc(100, 0xa7)),
    },
    {
      name: 'an empty pg_control',
      code: 'DATA_DIR_CORRUPT',
      expected: /PANIC: {2}could not read file "global\/pg_control"/,
      damage: (pgdata) => writeFileSync(join(pgdata, 'global', 'pg_control'), ''),
    },
    {
      name: 'no pg_control',
      code: 'DATA_DIR_CORRUPT',
      expected: /could not find the database system.*global\/pg_control/,
      damage: (pgdata) => rmSync(join(pgdata, 'global', 'pg_control')),
    },
    {
      name: 'a lost write-ahead log',
      code: 'DATA_DIR_CORRUPT',
      expected: /PANIC: {2}could not locate a valid checkpoint record/,
      damage: (pgdata) => {
        rmSync(join(pgdata, 'pg_wal'), { recursive: true });
        mkdirSync(join(pgdata, 'pg_wal'), { mode: 0o700 });
      },
    },
    {
      name: 'a server that starts but accepts no connection',
      code: 'DATA_DIR_CORRUPT',
      expected: /FATAL: {2}could not open file "global\/pg_filenode\.map"/,
      damage: (pgdata) => rmSync(join(pgdata, 'global', 'pg_filenode.map')),
    },
    {
      name: 'lost passwords',
      code: 'DATA_DIR_CORRUPT',
      expected: /a cluster without its secrets\.json/,
      damage: (pgdata) => rmSync(join(pgdata, '..', 'secrets.json')),
    },
    {
      name: 'passwords that are not JSON',
      code: 'DATA_DIR_CORRUPT',
      expected: /an unreadable .*secrets\.json/,
      damage: (pgdata) => writeFileSync(join(pgdata, '..', 'secrets.json'), 'x'),
    },
    {
      name: 'half of the passwords',
      code: 'DATA_DIR_CORRUPT',
      expected: /a password is missing/,
      damage: (pgdata) => writeFileSync(join(pgdata, '..', 'secrets.json'), '{"admin":"x"}'),
    },
    {
      name: 'passwords of another cluster',
      code: 'DATA_DIR_CORRUPT',
      expected: /password authentication failed for user "postgres"/,
      damage: (pgdata) => writeFileSync(join(pgdata, '..', 'secrets.json'), '{"admin":"x","ledger":"y"}'),
    },
  ];
  for (const { name, code, expected, damage } of damages) {
    it(`rejects ${name} with ${code}, deletes nothing and leaves no server running`, async () => {
      const dataDir = await seed(workshop.folder());
      const pgdata = join(dataDir, 'pgdata');
      damage(pgdata);
      const error = await rejection(workshop.open(dataDir));
      expect(error.code, error.message).to.equal(code);
      expect(error.message).to.match(expected).and.to.contain(`DATA_DIR ${dataDir}: found `);
      expect(error.message).not.to.contain('\n');
      expect(readFileSync(join(pgdata, 'postgresql.conf'), 'utf8')).to.contain('max_connections');
      expect(findPostmaster(pgdata)).to.deep.equal({ kind: 'stopped' });
    });
  }

  for (const mode of [0o755, 0o777, 0o710]) {
    it(`closes a copied pgdata of mode ${mode.toString(8)} to others, and uses it`, async () => {
      const dataDir = await seed(workshop.folder());
      chmodSync(join(dataDir, 'pgdata'), mode);
      const cluster = await workshop.open(dataDir);
      expect(await ask(cluster.url, 'select 1 as answer')).to.equal(1);
      expect(statSync(join(dataDir, 'pgdata')).mode & 0o777).to.equal(mode === 0o710 ? 0o710 : 0o700);
    });
  }

  it('creates a cluster in an empty pgdata, and rejects a file in its place', async () => {
    const dataDir = workshop.folder();
    mkdirSync(join(dataDir, 'pgdata'));
    const cluster = await workshop.open(dataDir);
    expect(await ask(cluster.url, 'select 1 as answer')).to.equal(1);

    const odd = workshop.folder();
    writeFileSync(join(odd, 'pgdata'), '');
    const notAFolder = await rejection(workshop.open(odd));
    expect(notAFolder.code).to.equal('DATA_DIR_CORRUPT');
    expect(notAFolder.message).to.contain('ENOTDIR');

    const file = join(workshop.folder(), 'file');
    writeFileSync(file, '');
    const error = await rejection(workshop.open(file));
    expect(error.code).to.equal('EMBEDDED_POSTGRES_FAILED');
    expect(error.message).to.contain(`DATA_DIR ${file}: found that it cannot be created or written`);
  });

  it('names a setting that the server refuses', async () => {
    const dataDir = await seed(workshop.folder());
    const error = await rejection(workshop.open(dataDir, { settings: { ...fast, work_mem: 'much' } }));
    expect(error.code).to.equal('EMBEDDED_POSTGRES_FAILED');
    expect(error.message).to.contain('invalid value for parameter "work_mem": "much"');
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).to.contain('work_mem');
  });

  it('rejects with DATA_DIR_IN_USE if the running server refuses the connection', async () => {
    const dataDir = await seed(workshop.folder());
    const owner = await workshop.open(dataDir);
    const secrets = join(dataDir, 'secrets.json');
    const right = readFileSync(secrets);
    writeFileSync(secrets, '{"admin":"wrong","ledger":"wrong"}');
    const error = await rejection(workshop.open(dataDir, {}, { timeouts: { joinMs: 1 } }));
    expect(error.code).to.equal('DATA_DIR_IN_USE');
    expect(error.message).to.contain(`server ${owner.pid}`).and.contain('password authentication failed');
    expect(error.message).not.to.contain('"wrong"');
    rmSync(secrets);
    const without = await rejection(workshop.open(dataDir, {}, { timeouts: { joinMs: 1 } }));
    expect(without.message).to.contain('secrets.json is missing');
    writeFileSync(secrets, right);
    expect(await workshop.open(dataDir)).to.include({ joined: true });
  });

  it('reports a database that cannot be created, and stops the server unless another process runs it', async () => {
    const dataDir = await seed(workshop.folder());
    const alone = await rejection(workshop.open(dataDir, { database: '' }));
    expect(alone.code).to.equal('EMBEDDED_POSTGRES_FAILED');
    expect(alone.message).to.contain('zero-length delimited identifier');
    expect(findPostmaster(join(dataDir, 'pgdata'))).to.deep.equal({ kind: 'stopped' });
    const owner = await workshop.open(dataDir);
    const joining = await rejection(workshop.open(dataDir, { database: '' }));
    expect(joining.code).to.equal('DATA_DIR_IN_USE');
    expect(await ask(owner.url, 'select 1 as answer')).to.equal(1);
  });

  it('names a companion file that cannot be written', async () => {
    const dataDir = await seed(workshop.folder());
    writeFileSync(join(dataDir, 'users'), '');
    const error = await rejection(workshop.open(dataDir));
    expect(error.code).to.equal('EMBEDDED_POSTGRES_FAILED');
    expect(error.message).to.contain(`DATA_DIR ${dataDir}: found`).and.contain('users');
  });

  it('quotes a failed initdb and leaves no files; falls back to another locale', async () => {
    const failing = ['echo "initdb: error: could not write: No space left on device" >&2', 'echo more; exit 1'];
    const dataDir = workshop.folder();
    const error = await rejection(
      workshop.open(dataDir, { binDir: withScript(workshop.programFolder(), 'initdb', failing) }),
    );
    expect(error.code).to.equal('EMBEDDED_POSTGRES_FAILED');
    expect(error.message).to.contain('(initdb: error: could not write: No space left on device)');
    expect(readdirSync(dataDir).filter((name) => /pgdata|initdb/.test(name))).to.deep.equal([]);

    const choosy = ['case "$*" in *lc-ctype=C.UTF-8*) echo "initdb: error: invalid locale name" >&2; exit 1;; esac'];
    const binDir = withScript(workshop.programFolder(), 'initdb', choosy);
    const cluster = await workshop.open(dataDir, { binDir });
    const type = `select datctype as answer from pg_database where datname = 'tcg_ledger'`;
    expect(await ask(cluster.url, type)).to.equal('C');
  });

  it('retries while dying processes hold the directory, within a timeout', async () => {
    const dataDir = await seed(workshop.folder());
    const programs = workshop.programFolder();
    const tries = join(dataDir, 'pgdata', 'tries');
    const held = 'FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use';
    const twice = [
      'if [ "$1" = --version ]; then exec "$real" --version; fi',
      'echo x >> tries',
      `if [ $(wc -l < tries) -lt 3 ]; then echo "${held}" >&2; exit 1; fi`,
    ];
    const binDir = withScript(programs, 'postgres', twice);
    const bounded = await rejection(workshop.open(dataDir, { binDir }, { timeouts: { reapMs: 0 } }));
    expect(bounded.code).to.equal('DATA_DIR_IN_USE');
    expect(bounded.message).to.contain(held);
    expect(await workshop.open(dataDir, { binDir })).to.include({ joined: false });
    expect(readFileSync(tries, 'utf8')).to.equal('x\nx\nx\n');
  });

  it('rejects another catalog version of the same major with DATA_DIR_OTHER_VERSION', async () => {
    const output = [
      'if [ "$1" = --version ]; then exec "$real" --version; fi',
      'echo "FATAL:  database files are incompatible with server" >&2',
      'echo "DETAIL:  The database cluster was initialized with CATALOG_VERSION_NO 1, but not 2." >&2; exit 1',
    ];
    const binDir = withScript(workshop.programFolder(), 'postgres', output);
    const error = await rejection(workshop.open(await seed(workshop.folder()), { binDir }));
    expect(error.code).to.equal('DATA_DIR_OTHER_VERSION');
    expect(error.message).to.contain('CATALOG_VERSION_NO 1');
  });

  it('reports how a server without log lines ended', async () => {
    const mute = ['if [ "$1" = --version ]; then exec "$real" --version; fi', 'exit 9'];
    const binDir = withScript(workshop.programFolder(), 'postgres', mute);
    const error = await rejection(workshop.open(await seed(workshop.folder()), { binDir }));
    expect(error.code).to.equal('EMBEDDED_POSTGRES_FAILED');
    expect(error.message).to.contain('it ended with exit code 9');
  });

  it('rejects with DATA_DIR_IN_USE if another process holds the lock for too long', async () => {
    const dataDir = await seed(workshop.folder());
    let release: ((port: number) => void) | null = null;
    const first = workshop.open(dataDir, {}, { freePort: () => new Promise((done) => (release = done)) });
    const error = await rejection(workshop.open(dataDir, {}, { timeouts: { lockMs: 1 } }));
    expect(error.code).to.equal('DATA_DIR_IN_USE');
    expect(error.message).to.contain(`process ${process.pid}`);
    await until('the first opening asks for a port', () => release !== null);
    release!(await freePort());
    expect((await first).joined).to.equal(false);
  });

  it('names missing binaries and the alternative', async () => {
    const dataDir = workshop.folder();
    const error = await rejection(workshop.open(dataDir, { binDir: '/nonexistent' }));
    expect(error.code).to.equal('EMBEDDED_POSTGRES_UNAVAILABLE');
    expect(error.message).to.contain('no postgres in /nonexistent').and.contain('DATABASE_URL');

    const bin = join(workshop.programFolder(), 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'postgres'), '#!/bin/sh\necho "GLIBC_2.39 not found" >&2\nexit 1\n', { mode: 0o755 });
    const broken = await rejection(workshop.open(dataDir, { binDir: bin }));
    expect(broken.code).to.equal('EMBEDDED_POSTGRES_UNAVAILABLE');
    expect(broken.message).to.contain('do not run (GLIBC_2.39 not found)');
  });
});
