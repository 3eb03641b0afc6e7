/** The errors of the embedded Postgres. Their codes are rows of the error table (src/base/errors.ts). */

export type ClusterErrorCode =
  | 'DATA_DIR_IN_USE'
  | 'DATA_DIR_OTHER_VERSION'
  | 'DATA_DIR_CORRUPT'
  | 'EMBEDDED_POSTGRES_UNAVAILABLE'
  | 'EMBEDDED_POSTGRES_FAILED';

export interface ClusterError extends Error {
  readonly code: ClusterErrorCode;
}

/** An error with a stable code and a message of one line; `cause` keeps what led to it. */
export const clusterError = (code: ClusterErrorCode, message: string, cause?: unknown): ClusterError => {
  const oneLine = message.replace(/\s*\n\s*/g, ' ').trim();
  const error = new Error(oneLine, cause === undefined ? {} : { cause });
  error.name = 'ClusterError';
  return Object.assign(error, { code });
};

/** The same about the directory a person configured: the field, its value, what was found and what was expected. */
export const dataDirError = (
  code: ClusterErrorCode,
  about: { dataDir: string; found: string; expected: string; cause?: unknown },
): ClusterError =>
  clusterError(code, `DATA_DIR ${about.dataDir}: found ${about.found}; expected ${about.expected}`, about.cause);

/** Whether `error` is one of ours, and so already says what a person needs. */
export const isClusterError = (error: unknown): error is ClusterError =>
  error instanceof Error && error.name === 'ClusterError';

/** The code of a Node system error ("ENOENT"), or null. */
export const systemCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

/** What an unknown thrown value says, in one line. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
