/** Sends a file of the dashboard. */
import type { Request, Response } from 'express';
import fresh from 'fresh';
import vary from 'vary';
import { preferredEncoding } from '../send-answer.js';
import type { WebFile } from './web-files.js';

/** A year: what HTTP means by forever (RFC 9111). */
const foreverS = 31_536_000;
const anHourS = 3_600;

/** Pictures and fonts are compressed already. */
const compressible = /\.(?:js|mjs|css|html|svg|json|map|txt|webmanifest|xml)$/;

/** Sends the file in the encoding the client prefers, or 304 if the client has it. */
export const sendWebFile = async (request: Request, response: Response, file: WebFile): Promise<void> => {
  const { name, bytes, etag, isImmutable } = file;
  response.setHeader('ETag', etag);
  response.setHeader('Cache-Control', `public, max-age=${isImmutable ? `${foreverS}, immutable` : anHourS}`);
  const isCompressible = compressible.test(name);
  if (isCompressible) vary(response, 'Accept-Encoding');
  const ifNoneMatch = request.headers['if-none-match'];
  // Only this header, as for every other answer (send-answer.ts).
  if (ifNoneMatch !== undefined && fresh({ 'if-none-match': ifNoneMatch }, { etag })) {
    response.status(304).end();
    return;
  }
  response.type(name.slice(name.lastIndexOf('.') + 1));
  const encoding = isCompressible ? preferredEncoding(request, ['br', 'gzip']) : 'identity';
  const body = encoding === 'identity' ? bytes : await file.compressed(encoding);
  if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
  response.setHeader('Content-Length', body.length);
  response.end(body);
};
