/** Goal: what is wrong with the machine is one coded line and exit code 1 or 2, never a stack. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type CliResult, runCli } from '../support/cli.js';
import { type Replay, startReplay } from '../support/fake-source.js';
import { replayEnv } from '../support/open-ledger.js';
import { useDatabase } from '../support/postgres.js';

const isRoot = process.getuid?.() === 0;

describe('tcg-ledger on a machine in trouble', function () {
  this.timeout(120_000);
  const external = useDatabase();
  let folder: string;
  let replay: Replay;
  let env: Record<string, string>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-machine-'));
    replay = await startReplay();
    env = { ...replayEnv(replay.url), DATABASE_URL: external.url, LOG_LEVEL: 'warn' };
  });
  after(async () => {
    await replay.close();
    await rm(folder, { recursive: true, force: true });
  });

  const expectLine = ({ code, stderr, signal }: CliResult, exit: number, line: RegExp): void => {
    expect([code, signal], stderr).to.deep.equal([exit, null]);
    const lines = stderr.trim().split('\n');
    expect(lines.at(-1)).to.match(line);
    expect(stderr).not.to.match(/^ +at /m);
  };

  it('names a DATA_DIR that is a file, lies in one, or cannot be written', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    for (const dataDir of [file, join(file, 'inside'), '/proc/tcg-ledger']) {
      const result = await runCli(['migrate'], { LOG_LEVEL: 'warn', DATA_DIR: dataDir });
      expectLine(
        result,
        1,
        /^tcg-ledger: EMBEDDED_POSTGRES_FAILED: DATA_DIR .*: found that it cannot be created or written/,
      );
      expect(result.stderr).to.include(dataDir);
      expect(result.stderr.trim().split('\n')).to.have.length(1);
    }
  });

  it('names an --output that cannot be written, before any work, and leaves nothing', async () => {
    await writeFile(join(folder, 'plain'), 'kept');
    await mkdir(join(folder, 'taken'));
    for (const [output, found] of [
      [join(folder, 'missing', 'x.csv'), /found no folder .*missing/],
      [join(folder, 'plain', 'x.csv'), /plain, which is no folder/],
      [join(folder, 'taken'), /a folder of that name/],
      ['/proc/x.csv', /--output \/proc\/x\.csv: found /],
    ] as const) {
      const result = await runCli(['replay', '--output', output], env);
      expectLine(result, 2, /^tcg-ledger: VALIDATION_FAILED: --output /);
      expect(result.stderr).to.match(found);
    }
    if (!isRoot) {
      const closed = join(folder, 'closed');
      await mkdir(closed);
      await chmod(closed, 0o500);
      const result = await runCli(['replay', '--output', join(closed, 'x.csv')], env);
      expectLine(result, 2, /no permission to write in /);
    }
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).to.deep.equal([]);
    expect(await readFile(join(folder, 'plain'), 'utf8')).to.equal('kept');
  });

  it('writes to a device or pipe without replacing it', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reading = readFile(pipe, 'utf8');
    const result = await runCli(['replay', '--format', 'csv', '--output', pipe], env);
    expect(result.code, result.stderr).to.equal(0);
    expect(await reading).to.match(/^position,/);
    expect((await stat(pipe)).isFIFO()).to.equal(true);
  });

  it('says that the disk is full, for every file and for the ledger itself', async function () {
    const mount = join(folder, 'small');
    await mkdir(mount);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', mount], { stdio: 'ignore' });
    } catch {
      this.skip();
    }
    try {
      const own = { ...replayEnv(replay.url), LOG_LEVEL: 'warn', DATA_DIR: join(mount, 'data') };
      const results: CliResult[] = [];
      // Each day needs some more room, until there is none.
      for (let day = 0; day < 12 && results.at(-1)?.code !== 1; day += 1) {
        replay.setDay(replay.days[day % replay.days.length] ?? '');
        results.push(await runCli(['collect', 'tcgcsv', '--wait'], own));
        const left = Number(execFileSync('df', ['--output=avail', '-k', mount], { encoding: 'utf8' }).split('\n')[1]);
        if (left > 400) await writeFile(join(mount, `ballast-${day}`), Buffer.alloc(Math.floor(left * 1024 * 0.9)));
      }
      expectLine(
        results.at(-1) as CliResult,
        1,
        /^tcg-ledger: (DISK_FULL|EMBEDDED_POSTGRES_FAILED): .*No space left on device/,
      );
      const again = await runCli(['doctor'], own);
      expectLine(again, 1, /^tcg-ledger: (DISK_FULL|EMBEDDED_POSTGRES_FAILED|DATABASE_UNAVAILABLE): /);
      const fresh = await runCli(['migrate'], { ...own, DATA_DIR: join(mount, 'another') });
      expectLine(fresh, 1, /^tcg-ledger: EMBEDDED_POSTGRES_FAILED: .*No space left on device|ENOSPC/);
      await rm(join(mount, 'ballast-0'), { force: true });
      const freed = await runCli(['verify'], own);
      expect(freed.code, freed.stdout + freed.stderr).to.equal(0);
    } finally {
      execFileSync('umount', ['-l', mount]);
    }
  });
});
