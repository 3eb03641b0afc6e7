/** Errors of the embedded Postgres. Their codes are rows of the error table (src/base/errors.ts). */

export type ClusterErrorCode =
  | 'DATA_DIR_IN_USE'
  | 'DATA_DIR_OTHER_VERSION'
  | 'DATA_DIR_CORRUPT'
  | 'EMBEDDED_POSTGRES_UNAVAILABLE'
  | 'EMBEDDED_POSTGRES_FAILED';

export interface ClusterError extends Error {
  readonly code: ClusterErrorCode;
}

/** Creates an error with a stable code and a message of one line; `cause` is the original error. */
export const clusterError = (code: ClusterErrorCode, message: string, cause?: unknown): ClusterError => {
  const oneLine = message.replace(/\s*\n\s*/g, ' ').trim();
  const error = new Error(oneLine, cause === undefined ? {} : { cause });
  error.name = 'ClusterError';
  return Object.assign(error, { code });
};

/** Creates an error about the configured directory: variable, value, what was found and what was expected. */
export const dataDirError = (
  code: ClusterErrorCode,
  about: { dataDir: string; found: string; expected: string; cause?: unknown },
): ClusterError =>
  clusterError(code, `DATA_DIR ${about.dataDir}: found ${about.found}; expected ${about.expected}`, about.cause);

/** Returns whether `error` is a ClusterError, whose message needs no further explanation. */
export const isClusterError = (error: unknown): error is ClusterError =>
  error instanceof Error && error.name === 'ClusterError';

/** Returns the code of a Node system error, such as "ENOENT"; `null` if there is none. */
export const systemCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

/** Returns the message of an unknown thrown value. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
