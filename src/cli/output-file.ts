/** Writes the file of `--output`: whole, or not at all. */
import { constants, createWriteStream, type Stats, statSync } from 'node:fs';
import { access, rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { dirname, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { ledgerError } from '../base/errors.js';

const invalid = (file: string, found: string): Error =>
  ledgerError(
    'VALIDATION_FAILED',
    `--output ${file}: found ${found}; expected a file in an existing folder that this user may write`,
    {
      details: { output: found },
    },
  );

const statOf = (path: string): Stats | null => {
  try {
    return statSync(path);
  } catch {
    return null;
  }
};

/** Whether the path is something else than a file, such as /dev/null or a named pipe: it is written to, not replaced. */
const isSpecial = (file: string): boolean => {
  const found = statOf(file);
  return found !== null && !found.isFile();
};

/** Throws VALIDATION_FAILED if no file can be written at `file`. Call it before the work, which may take minutes. */
export const checkOutputFile = async (file: string): Promise<void> => {
  const folder = dirname(resolve(file));
  const parent = statOf(folder);
  if (parent === null) throw invalid(file, `no folder ${folder}`);
  if (!parent.isDirectory()) throw invalid(file, `${folder}, which is no folder`);
  if (statOf(file)?.isDirectory() === true) throw invalid(file, 'a folder of that name');
  await access(isSpecial(file) ? file : folder, constants.W_OK).catch((error: unknown) => {
    throw invalid(file, `no permission to write in ${folder} (${(error as Error).message})`);
  });
};

/**
 * Calls `write` with a stream to `file` and a signal that aborts with `signal`, or with the error of the stream. The stream
 * goes to FILE.part, which is renamed at the end. Throws VALIDATION_FAILED if the file cannot be opened.
 */
export const writeOutputFile = async <T>(
  file: string,
  signal: AbortSignal,
  write: (sink: Writable, signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  await checkOutputFile(file);
  const special = isSpecial(file);
  const part = special ? file : `${file}.part`;
  const sink = createWriteStream(part);
  const broken = new AbortController();
  // An error between two writes has no other listener, and a stream that failed never drains.
  sink.on('error', (error) => broken.abort(error));
  try {
    await once(sink, 'open').catch((error: unknown) => {
      throw invalid(file, (error as Error).message);
    });
    const result = await write(sink, AbortSignal.any([signal, broken.signal]));
    broken.signal.throwIfAborted();
    const finished = once(sink, 'finish');
    sink.end();
    await finished;
    if (!special) await rename(part, file);
    return result;
  } catch (error) {
    sink.destroy();
    if (!special) await rm(part, { force: true });
    throw error;
  }
};
