/** An answer of a source with its whole body: a truncated file is the most common fault of a mirror. */
import { isLedgerError, type LedgerError, ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import { reasonOf } from '../../base/reason.js';
import type { Source } from '../source.js';
import { decodeUtf8, decodeUtf8Head } from './decode-utf8.js';
import type { Fetch } from './proxy.js';

/** Returns the text of a body, or of the beginning of one. Throws SOURCE_PAYLOAD_INVALID if it is not UTF-8. */
export const decodeBody = (body: Buffer, path: string, isHead: boolean): string => {
  try {
    return isHead ? decodeUtf8Head(body) : decodeUtf8(body);
  } catch (error) {
    throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: not UTF-8`, { cause: error });
  }
};

/**
 * Reads a body to its end, or its first `headBytes`: a server may ignore that only they are asked for. Throws beyond
 * limits.sourceBodyBytesMax, counted after decompression.
 */
const readBody = async (response: Response, path: string, headBytes?: number): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    // Leaving the loop cancels the rest of the answer.
    if (headBytes !== undefined && bytes >= headBytes) return Buffer.concat([...chunks, chunk]).subarray(0, headBytes);
    if (bytes > limits.sourceBodyBytesMax) {
      const details = { class: 'permanent' };
      throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: more than ${limits.sourceBodyBytesMax} bytes`, { details });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** Reads an answer with another status than 200 as a file, where the source says that it is one; `null` if it is an error. */
const otherAnswer = async (
  readAnswer: Exclude<Source['readAnswer'], undefined>,
  response: Response,
  path: string,
): Promise<string | null> => {
  const body = await readBody(response, path);
  let text: string;
  try {
    text = decodeUtf8(body);
  } catch {
    return null;
  }
  return readAnswer({ path, status: response.status, text });
};

/** Statuses by which credentials are refused: RFC 6749 has 400 and 401, others answer 403. */
const refusals: readonly number[] = [400, 401, 403];
/** Bytes of a refusal that are read: its reason is a word. */
const refusalBytesMax = 4_096;

/**
 * Fetches a response with its whole body, so that the attempt's timeout and ky's retries cover the body too. The body of an
 * error is not kept. `readAnswer` is that of the source, `refusal` that of the request.
 */
export const fetchWhole = async (
  fetch: Fetch,
  request: Request,
  init: RequestInit | undefined,
  asked: {
    readonly path: string;
    readonly headBytes: number | undefined;
    readonly readAnswer: Source['readAnswer'];
    readonly refusal?: ((status: number, text: string) => LedgerError) | undefined;
  },
): Promise<Response> => {
  const { path, headBytes, readAnswer, refusal } = asked;
  try {
    const response = await fetch(request, init);
    const { status, headers } = response;
    // 206 is the status of a part of a file.
    if (status === 200 || (status === 206 && headBytes !== undefined)) {
      return new Response(await readBody(response, path, headBytes), { status: 200, headers });
    }
    if (refusal !== undefined && refusals.includes(status)) {
      throw refusal(status, (await readBody(response, path, refusalBytesMax)).toString('utf8'));
    }
    // Of a refusal, a trouble of the server or a redirection no body is asked for.
    if (readAnswer !== undefined && (status === 207 || status === 404)) {
      const text = await otherAnswer(readAnswer, response, path);
      if (text !== null) return new Response(text, { status: 200, headers });
      return new Response(null, { status, headers });
    }
    await response.body?.cancel();
    return new Response(null, { status, headers });
  } catch (error) {
    if (isLedgerError(error) || request.signal.aborted) throw error;
    throw ledgerError('SOURCE_UNAVAILABLE', `${path}: ${reasonOf(error)}`, { cause: error });
  }
};
