/** Sends an answer: one way for those just made and those kept, so that the two cannot differ. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { CachedResponse, Encoding } from './cache/cached-response.js';
import type { Hit } from './cache/read-cache.js';

/** Smaller bodies are not compressed: the headers would eat what it saves. */
const compressedFromBytes = 1_024;
/** Brotli's default, 11, takes a hundred times as long. */
const brotliQuality = 4;

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);
const compress = (encoding: 'br' | 'gzip', body: Buffer): Promise<Buffer> =>
  encoding === 'gzip' ? gzipped(body) : brotlied(body, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } });

const parseAcceptEncoding = (header: string): Encoding => {
  const weights = new Map(
    header.split(',').map((part): [string, number] => {
      const [name = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
      const q = parameters.find((parameter) => parameter.startsWith('q='));
      return [name, q === undefined ? 1 : Number(q.slice(2)) || 0];
    }),
  );
  const weight = (name: Encoding): number => weights.get(name) ?? weights.get('*') ?? 0;
  const [br, gzip] = [weight('br'), weight('gzip')];
  if (Math.max(br, gzip) === 0) return 'identity';
  return br >= gzip ? 'br' : 'gzip';
};

/** Clients send a handful of different ones. */
const parsed = new Map<string, Encoding>();
const parsedMax = 200;

/** The encoding a client likes best of those we have, brotli first among equals. */
export const encodingFor = (header: string | undefined): Encoding => {
  if (header === undefined) return 'identity';
  const known = parsed.get(header);
  if (known !== undefined) return known;
  const encoding = parseAcceptEncoding(header);
  if (parsed.size < parsedMax) parsed.set(header, encoding);
  return encoding;
};

/** Whether an If-None-Match names the tag (weak comparison, RFC 9110 §13.1.2); `*` is any answer there is. */
const isKnown = (header: string | undefined, etag: string): boolean => {
  if (header === undefined) return false;
  if (header === etag || header.trim() === '*') return true;
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag.slice(2));
};

/** The headers that say what an answer is: those of a 304 too. */
export const sayWhatItIs = (response: ServerResponse, answer: { etag: string; position: string }): void => {
  response.setHeader('Ledger-Position', answer.position);
  response.setHeader('ETag', answer.etag);
  response.setHeader('Cache-Control', 'public, max-age=0, must-revalidate');
  response.setHeader('Vary', 'Accept-Encoding');
};

/** 304: the client has it. */
export const sendNotModified = (response: ServerResponse, answer: { etag: string; position: string }): void => {
  sayWhatItIs(response, answer);
  response.statusCode = 304;
  response.end();
};

const sendBody = (request: IncomingMessage, response: ServerResponse, body: Buffer, encoding: Encoding): void => {
  if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
  response.setHeader('Content-Length', body.length);
  if (request.method === 'HEAD') response.end();
  else response.end(body);
};

/**
 * Sends the answer, compressed as the client likes it, or 304 when it has it. `onCompressed` is given the answer with an
 * encoding that it did not have before. Returns undefined when it is sent, a promise while it is compressed.
 */
export const sendAnswer = (
  request: IncomingMessage,
  response: ServerResponse,
  { answer, position }: Hit,
  onCompressed: (answer: CachedResponse) => void,
): Promise<void> | undefined => {
  const { etag, link, bodies } = answer;
  if (isKnown(request.headers['if-none-match'], etag)) {
    sendNotModified(response, { etag, position });
    return undefined;
  }
  sayWhatItIs(response, { etag, position });
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  if (link !== null) response.setHeader('Link', link);
  const isSmall = bodies.identity.length < compressedFromBytes;
  const encoding = isSmall ? 'identity' : encodingFor(request.headers['accept-encoding']);
  const body = bodies[encoding];
  if (body !== undefined || encoding === 'identity') {
    sendBody(request, response, body ?? bodies.identity, encoding);
    return undefined;
  }
  return compress(encoding, bodies.identity).then((compressed) => {
    onCompressed({ ...answer, bodies: { ...bodies, [encoding]: compressed } });
    sendBody(request, response, compressed, encoding);
  });
};
