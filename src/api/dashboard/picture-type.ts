/** The type of a picture by its first bytes. What a server says of it, and what its name ends with, may be wrong or meant to mislead. */

const startsWith = (bytes: Buffer, at: number, text: string): boolean =>
  bytes.subarray(at, at + text.length).toString('latin1') === text;

/** SVG is not among them: it may contain scripts. */
const signatures: readonly (readonly [type: string, fits: (bytes: Buffer) => boolean])[] = [
  ['image/jpeg', (bytes) => startsWith(bytes, 0, '\xff\xd8\xff')],
  ['image/png', (bytes) => startsWith(bytes, 0, '\x89PNG\r\n\x1a\n')],
  ['image/webp', (bytes) => startsWith(bytes, 0, 'RIFF') && startsWith(bytes, 8, 'WEBP')],
  ['image/avif', (bytes) => startsWith(bytes, 4, 'ftypavif')],
  ['image/gif', (bytes) => startsWith(bytes, 0, 'GIF87a') || startsWith(bytes, 0, 'GIF89a')],
];

/** Returns the media type; `null` for anything else than a picture of the kinds that browsers show. */
export const pictureType = (bytes: Buffer): string | null => signatures.find(([, fits]) => fits(bytes))?.[0] ?? null;
