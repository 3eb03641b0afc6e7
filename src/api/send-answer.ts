/** Sends an answer, computed or cached: one function for both, so that the two cannot differ. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import fresh from 'fresh';
import Negotiator from 'negotiator';
import vary from 'vary';
import type { BodyFormat, CachedResponse, Encoding } from './cache/cached-response.js';
import type { Hit } from './cache/read-cache.js';
import { removeRateLimitFields } from './rate-limit/rate-limit-step.js';

/** Smaller bodies are not compressed: the headers would cost more than compression saves. */
const compressedFromBytes = 1_024;
/** Brotli's default, 11, takes a hundred times as long. */
const brotliQuality = 4;

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);
export type Compression = Exclude<Encoding, 'identity'>;
/** Compresses bytes; `quality` is Brotli's. */
export const compress = (encoding: Compression, body: Buffer, quality = brotliQuality): Promise<Buffer> =>
  encoding === 'gzip' ? gzipped(body) : brotlied(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });

const contentTypes: Readonly<Record<BodyFormat, string>> = {
  json: 'application/json; charset=utf-8',
  // With `header` a program need not guess whether the first row is one (RFC 4180).
  csv: 'text/csv; charset=utf-8; header=present',
  svg: 'image/svg+xml; charset=utf-8',
  png: 'image/png',
};

/** The second argument, the server's order among equals, is missing in @types/negotiator. */
interface EncodingNegotiator {
  encoding(available: string[], preferred: string[]): string | undefined;
}

/** Returns the encoding the client prefers of those offered and none, the first offered among equals. */
export const preferredEncoding = <E extends Compression>(
  request: Pick<IncomingMessage, 'headers'>,
  offered: readonly E[],
): E | 'identity' => {
  if (request.headers['accept-encoding'] === undefined) return 'identity';
  const negotiator: EncodingNegotiator = new Negotiator(request);
  return (negotiator.encoding([...offered, 'identity'], [...offered]) ?? 'identity') as E | 'identity';
};

/** What an answer says of itself, whatever its body. */
export interface AnswerHead {
  readonly etag: string;
  /** The position that it reflects. */
  readonly position: string;
  /** The value of Cache-Control. */
  readonly control: string;
}

/** Sets the headers that describe an answer: those of a 304 too. */
const setAnswerHeaders = (response: ServerResponse, { etag, position, control }: AnswerHead): void => {
  response.setHeader('Ledger-Position', position);
  response.setHeader('ETag', etag);
  response.setHeader('Cache-Control', control);
  if (control !== 'no-store') removeRateLimitFields(response);
  // A step before may vary by Origin.
  vary(response, 'Accept-Encoding');
};

/** Lets pages and feed readers elsewhere show a picture, and a picture that is opened by itself load nothing. */
const setPictureHeaders = (response: ServerResponse): void => {
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader('Content-Security-Policy', "default-src 'none'");
};

/** Sends 304. */
export const sendNotModified = (response: ServerResponse, head: AnswerHead): void => {
  setAnswerHeaders(response, head);
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
 * Sends the answer in the encoding the client prefers, or 304 if the client has it. `control`: the value of Cache-Control. `onCompressed` receives the answer with
 * an encoding it lacked before. Returns `undefined` if the answer is sent, a promise while it is compressed.
 */
export const sendAnswer = (
  request: IncomingMessage,
  response: ServerResponse,
  { answer, position }: Hit,
  control: string,
  onCompressed: (answer: CachedResponse) => void,
): Promise<void> | undefined => {
  const { etag, link, format, bodies } = answer;
  const ifNoneMatch = request.headers['if-none-match'];
  // Only this header: `fresh` would treat `Cache-Control: no-cache` as a reload, though revalidation is all it asks for.
  if (ifNoneMatch !== undefined && fresh({ 'if-none-match': ifNoneMatch }, { etag })) {
    sendNotModified(response, { etag, position, control });
    return undefined;
  }
  setAnswerHeaders(response, { etag, position, control });
  response.setHeader('Content-Type', contentTypes[format]);
  if (format === 'svg' || format === 'png') setPictureHeaders(response);
  if (link !== null) response.setHeader('Link', link);
  const isSmall = format === 'png' || bodies.identity.length < compressedFromBytes;
  const encoding = isSmall ? 'identity' : preferredEncoding(request, ['br', 'gzip']);
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
