/** An answer as bytes: a line of JSON that says what it is, then its bodies, one after another. */
import { z } from 'zod';
import type { LogPosition } from '../../domain/envelope.js';
import type { Dependencies } from './invalidation-index.js';

/** `identity` is not compressed; the others are there once somebody asked for them. */
export const encodings = ['identity', 'br', 'gzip'] as const;
export type Encoding = (typeof encodings)[number];
export type Bodies = Readonly<Partial<Record<Encoding, Buffer>>> & { readonly identity: Buffer };

/** A 200 to a GET, but for what differs from request to request. */
export interface CachedResponse extends Dependencies {
  /** What it reflects at least. */
  readonly position: LogPosition;
  readonly etag: string;
  readonly link: string | null;
  /** Milliseconds since 1970; from then on the clock may have changed it. 0: it is of the moment it was made. */
  readonly untilMs: number;
  readonly bodies: Bodies;
}

/** Node refuses other signs in a header by throwing, where nobody would hear it. */
const headerText = z.string().regex(/^[\x20-\x7e]*$/);
/** All of it is checked: whoever can write to a shared cache must not be able to end a process that reads it. */
const headSchema = z.object({
  position: headerText,
  etag: headerText,
  link: headerText.nullable(),
  untilMs: z.number(),
  // An answer made from nothing would be right for ever.
  marks: z.record(z.string(), z.string()).refine((marks) => Object.keys(marks).length > 0),
  tags: z.array(z.string()),
  anyOf: z.array(z.string()),
  lengths: z.array(z.tuple([z.enum(encodings), z.int().min(0)])),
});
interface Head extends Omit<CachedResponse, 'bodies'> {
  readonly lengths: readonly (readonly [Encoding, number])[];
}

/** The bytes of an answer. */
export const encodeResponse = ({ bodies, ...rest }: CachedResponse): Buffer => {
  const lengths = encodings.flatMap((encoding) => {
    const body = bodies[encoding];
    return body === undefined ? [] : [[encoding, body.length] as const];
  });
  const head: Head = { ...rest, lengths };
  const parts = lengths.map(([encoding]) => bodies[encoding] as Buffer);
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...parts]);
};

/** The answer in the bytes, whose memory it shares. Throws on what `encodeResponse` did not make. */
export const decodeResponse = (bytes: Buffer): CachedResponse => {
  const end = bytes.indexOf(0x0a);
  const { lengths, ...rest } = headSchema.parse(JSON.parse(bytes.toString('utf8', 0, end))) as unknown as Head;
  const bodies: Partial<Record<Encoding, Buffer>> = {};
  let at = end + 1;
  for (const [encoding, length] of lengths) {
    bodies[encoding] = bytes.subarray(at, at + length);
    at += length;
  }
  if (at !== bytes.length) throw new RangeError(`an answer of ${bytes.length} bytes says it has ${at}`);
  if (bodies.identity === undefined) throw new RangeError('an answer without a body');
  return { ...rest, bodies: bodies as Bodies };
};

/** Its marks in the order of their names: of two answers to one question the newer has the greater version. */
export const versionOf = ({ marks }: Dependencies): string =>
  Object.entries(marks)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, mark]) => mark)
    .join(' ');
