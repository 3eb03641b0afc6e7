/** Sends a file whose bytes are known by their hash. */
import { once } from 'node:events';
import type { Request, Response } from 'express';
import fresh from 'fresh';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';

export interface SentFile {
  readonly folder: string;
  readonly name: string;
  /** Media type of what the file contains. */
  readonly type: string;
  /** The file is compressed by gzip; it is sent and saved as it is. */
  readonly isCompressed: boolean;
  /** Of its bytes, in hex. */
  readonly sha256: string;
}

/**
 * Sends the file, a range of it, or 304, as the request asks. A client that goes away ends it. Rejected: the encoding gzip with
 * the type of what is inside, because clients then unpack a file that the digest and the range are not of.
 */
export const sendFile = async (request: Request, response: Response, file: SentFile): Promise<void> => {
  const { folder, name, type, isCompressed, sha256 } = file;
  response.setHeader('Content-Type', isCompressed ? 'application/gzip' : type);
  response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
  const etag = `"${sha256}"`;
  response.setHeader('ETag', etag);
  response.setHeader('Repr-Digest', `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`);
  response.setHeader('Cache-Control', `public, max-age=${limits.sharedFreshMsMax / 1_000}`);
  const ifNoneMatch = request.headers['if-none-match'];
  // Only this header, as for every other answer (send-answer.ts).
  if (ifNoneMatch !== undefined && fresh({ 'if-none-match': ifNoneMatch }, { etag })) {
    response.status(304).end();
    return;
  }
  const sent = new Promise<void>((resolve, reject) => {
    response.sendFile(name, { root: folder, etag: false, lastModified: false, cacheControl: false }, (error) => {
      if ((error as { status?: number } | undefined)?.status === 416) {
        for (const name of ['Content-Disposition', 'Repr-Digest']) response.removeHeader(name);
        const range = String(request.headers.range);
        const details = { Range: `expected bytes within the ${String(response.getHeader('Content-Range'))}` };
        reject(ledgerError('RANGE_NOT_SATISFIABLE', `Range ${range}: ${details.Range}`, { details }));
        return;
      }
      const isGone = (error as NodeJS.ErrnoException | undefined)?.code === 'ECONNABORTED';
      if (error === undefined || isGone || response.destroyed) resolve();
      else reject(error);
    });
  });
  await Promise.race([sent, once(response, 'close')]);
  await sent;
};
