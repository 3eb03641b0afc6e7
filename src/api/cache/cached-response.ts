/** Codec of a cached response: one line of JSON for its head, then its bodies, one after another. */
import { z } from 'zod';
import type { LogPosition } from '../../domain/envelope.js';
import type { Dependencies } from './invalidation-index.js';

/** `identity` is uncompressed; the others exist once a client has asked for them. */
export const encodings = ['identity', 'br', 'gzip'] as const;
export type Encoding = (typeof encodings)[number];
export type Bodies = Readonly<Partial<Record<Encoding, Buffer>>> & { readonly identity: Buffer };

export const answerFormats = ['json', 'csv'] as const;
export type AnswerFormat = (typeof answerFormats)[number];
const bodyFormats = [...answerFormats, 'svg', 'png'] as const;
/** Formats of bodies: pictures have paths of their own. */
export type BodyFormat = (typeof bodyFormats)[number];

/** A 200 to a GET, without the headers that differ between requests. */
export interface CachedResponse extends Dependencies {
  /** The response reflects at least this position. */
  readonly position: LogPosition;
  readonly etag: string;
  readonly link: string | null;
  readonly format: BodyFormat;
  /** Milliseconds since 1970 from which the clock may change the response. 0: it held only when it was computed. */
  readonly untilMs: number;
  readonly bodies: Bodies;
}

/** Node throws on other characters in a header, where no handler would catch it. */
const headerText = z.string().regex(/^[\x20-\x7e]*$/);
/** Checks all of the head: a writer to a shared cache must not be able to crash the processes that read it. */
const headSchema = z.object({
  position: headerText,
  etag: headerText,
  link: headerText.nullable(),
  format: z.enum(bodyFormats),
  untilMs: z.number(),
  // A response without dependencies would be valid forever.
  marks: z.record(z.string(), z.string()).refine((marks) => Object.keys(marks).length > 0),
  tags: z.array(z.string()),
  anyOf: z.array(z.string()),
  lengths: z.array(z.tuple([z.enum(encodings), z.int().min(0)])),
});
interface Head extends Omit<CachedResponse, 'bodies'> {
  readonly lengths: readonly (readonly [Encoding, number])[];
}

/** Encodes a response as bytes. */
export const encodeResponse = ({ bodies, ...rest }: CachedResponse): Buffer => {
  const lengths = encodings.flatMap((encoding) => {
    const body = bodies[encoding];
    return body === undefined ? [] : [[encoding, body.length] as const];
  });
  const head: Head = { ...rest, lengths };
  const text = `${JSON.stringify(head)}\n`;
  const headBytes = Buffer.byteLength(text);
  // Memory of its own, as the cache keeps it (cache/memory): a slice of the pool would be copied once more.
  const bytes = Buffer.allocUnsafeSlow(lengths.reduce((sum, [, length]) => sum + length, headBytes));
  bytes.write(text);
  let at = headBytes;
  for (const [encoding, length] of lengths) {
    bodies[encoding]?.copy(bytes, at);
    at += length;
  }
  return bytes;
};

/** Decodes a response; it shares the memory of `bytes`. Throws on bytes that `encodeResponse` did not write. */
export const decodeResponse = (bytes: Buffer): CachedResponse => {
  const end = bytes.indexOf(0x0a);
  const { lengths, ...rest } = headSchema.parse(JSON.parse(bytes.toString('utf8', 0, end))) as unknown as Head;
  const bodies: Partial<Record<Encoding, Buffer>> = {};
  let at = end + 1;
  for (const [encoding, length] of lengths) {
    bodies[encoding] = bytes.subarray(at, at + length);
    at += length;
  }
  if (at !== bytes.length) throw new RangeError(`expected ${at} bytes, got ${bytes.length}`);
  if (bodies.identity === undefined) throw new RangeError('expected an uncompressed body');
  return { ...rest, bodies: bodies as Bodies };
};

/** Returns the versions of the read models in the order of their names: of two answers the newer has the greater text. */
export const versionOf = ({ marks }: Dependencies): string =>
  Object.entries(marks)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, mark]) => mark)
    .join(' ');
