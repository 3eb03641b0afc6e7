/** The User-Agent policy of tcgcsv: requests that do not identify their application are refused. */

/** User-Agents that HTTP libraries and browsers send by default. */
const defaultAgents =
  /^(node|undici|axios|ky|got|python|aiohttp|curl|wget|go-http-client|java|okhttp|libwww-perl|mozilla)\b/i;
const expectedForm = /^[A-Za-z][A-Za-z0-9._-]*\/\d+\.\d+\.\d+$/;

export interface Refusal {
  readonly status: 401 | 403;
  readonly reason: string;
}

/**
 * Returns the refusal of a User-Agent, or `undefined` if it has the form "YourApplication/X.Y.Z": 401 for none or a
 * library's default, 403 for any other form (such as "Name/1.0 (+url)").
 */
export const refusalOf = (userAgent: string | undefined): Refusal | undefined => {
  const name = (userAgent ?? '').trim();
  if (name === '' || defaultAgents.test(name)) return { status: 401, reason: 'set your User-Agent' };
  if (expectedForm.test(name)) return undefined;
  return { status: 403, reason: 'the User-Agent must have the form YourApplication/X.Y.Z' };
};
