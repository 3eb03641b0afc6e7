/** URLs of Redis: redis://user:password@host:port/database, rediss for TLS. Apart from the client, which is loaded on use. */

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly db: number;
  readonly isTls: boolean;
}

/** Returns what is wrong with a URL, as what was expected; `null` if it is well-formed. */
export const redisUrlProblem = (text: string): string | null => {
  if (!/^rediss?:\/\//.test(text) || !URL.canParse(text)) {
    return 'a redis:// or rediss:// URL, or several separated by commas for a cluster (in a password, / ? # @ % and commas are written %2F %3F %23 %40 %25 and %2C)';
  }
  const url = new URL(text);
  // A password with a slash makes host and database of its parts.
  if (`${url.pathname}${url.search}${url.hash}`.includes('@') || url.hash !== '')
    return 'a redis:// URL whose password has / ? # and @ written %2F %3F %23 and %40';
  if (!/^\/?\d{0,5}$/.test(url.pathname)) return 'the number of a database after the slash, or nothing';
  try {
    decodeURIComponent(url.username);
    decodeURIComponent(url.password);
  } catch {
    return 'a redis:// URL whose % signs are written %25';
  }
  return null;
};

/** Parses a URL that `redisUrlProblem` has nothing against. */
export const redisAddressOf = (text: string): RedisAddress => {
  const url = new URL(text);
  return {
    host: url.hostname.replace(/^\[|\]$/g, '') || '127.0.0.1',
    port: Number(url.port || 6_379),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    db: Number(url.pathname.replace(/^\//, '')),
    isTls: url.protocol === 'rediss:',
  };
};

/** Returns the engine's name in messages: hosts and ports, never credentials. */
export const redisAt = (urls: readonly string[]): string =>
  `Redis at ${urls
    .map((url) => redisAddressOf(url))
    .map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`)
    .join(',')}`;
