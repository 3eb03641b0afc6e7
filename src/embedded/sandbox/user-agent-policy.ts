/** How tcgcsv treats callers by their User-Agent: who does not say who they are is turned away. */

/** What HTTP libraries and browsers send when nobody set a User-Agent. */
const defaultAgents =
  /^(node|undici|axios|ky|got|python|aiohttp|curl|wget|go-http-client|java|okhttp|libwww-perl|mozilla)\b/i;
const expectedForm = /^[A-Za-z][A-Za-z0-9._-]*\/\d+\.\d+\.\d+$/;

export type Welcome =
  { readonly welcome: true } | { readonly welcome: false; readonly status: 401 | 403; readonly why: string };

/** 401 for no agent or a library's own, 403 for any form but "YourApplication/X.Y.Z" (such as "Name/1.0 (+url)"). */
export const judgeUserAgent = (agent: string | undefined): Welcome => {
  const name = (agent ?? '').trim();
  if (name === '' || defaultAgents.test(name)) return { welcome: false, status: 401, why: 'set your User-Agent' };
  if (!expectedForm.test(name)) {
    return { welcome: false, status: 403, why: 'the User-Agent must have the form YourApplication/X.Y.Z' };
  }
  return { welcome: true };
};
