/**
 * Removes secrets from texts for people: log lines, errors of commands, answers of `doctor`, metrics. Every such text goes
 * through here, and nothing else removes secrets. Rejected: parsing URLs, because the URLs that are printed in errors are
 * mostly those that cannot be parsed.
 */

const hidden = '***';

/** Names of fields, variables and parameters whose values are secret. */
const secretName =
  /pass(word|wd|phrase)?$|pwd|secret|token|credential|authorization|(api|access|private|public)[-_]?key/i;
const secretField = /password|passwd|passphrase|secret|token|credential|authorization|api[-_]?key|private/i;

/** Returns whether a field or a variable of this name holds a secret. */
export const isSecretName = (name: string): boolean => secretField.test(name) || secretName.test(name);

/** Matches the scheme of a URL. */
const scheme = /[a-z][a-z0-9+.-]*:\/\//gi;
/** Matches the end of a URL in a text. */
const delimiter = /[\s"'`<>]/;

/** Returns the user information without secrets: a user name stays if a password follows. */
const withoutPassword = (userinfo: string): string => {
  const [, user] = /^([\w.%~-]+):/.exec(userinfo) ?? [];
  return user === undefined ? `${hidden}@` : `${user}:${hidden}@`;
};

/** Redacts a text that follows a scheme, up to the next one. */
const redactRest = (rest: string): string => {
  const end = rest.search(delimiter);
  const token = end < 0 ? rest : rest.slice(0, end);
  // The last one: a password may contain some that should have been written %40.
  let at = token.lastIndexOf('@');
  if (at < 0) {
    const [authority = ''] = /^[^/?#]*/.exec(token) ?? [];
    const [, user, port] = /^([^:]*):(.*)$/s.exec(authority) ?? [];
    const isHost = user === undefined || authority.startsWith('[') || /^\d{0,5}([^\w%@].*)?$/s.test(port ?? '');
    if (isHost) return rest;
    // A password with a blank or a quote in it: it reaches to the next at sign.
    at = rest.lastIndexOf('@');
    if (at < 0) return `${user}:${hidden}${rest.slice(authority.length)}`;
  }
  return `${withoutPassword(rest.slice(0, at))}${rest.slice(at + 1)}`;
};

const redactUrls = (text: string): string => {
  const starts = [...text.matchAll(scheme)].map((match) => ({ from: match.index, to: match.index + match[0].length }));
  if (starts.length === 0) return text;
  const parts = starts.map(({ from, to }, index) => {
    const end = starts[index + 1]?.from ?? text.length;
    return text.slice(from, to) + redactRest(text.slice(to, end));
  });
  return text.slice(0, starts[0]?.from) + parts.join('');
};

/** Matches `password=…` in queries, connection strings and dumps of options. */
const parameters =
  /\b([\w-]*(?:password|passwd|passphrase|secret|token|credentials?|api[-_]?key|access[-_]?key)[\w-]*\s*=\s*)("[^"]*"|'[^']*'|[^&\s"',;)]+)/gi;
/** Matches credentials of the HTTP header Authorization or Proxy-Authorization. */
const headers = /\b(Basic|[Bb]earer)\s+[A-Za-z0-9+/=._~-]{8,}/g;

/** Matches API keys of the ledger (accounts/api-key-format.ts), and JSON Web Tokens. */
const ownKeys = /\b(tcgl_[a-z]+_)[0-9A-Za-z]{8,}/g;
const tokens = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g;

/** Returns `text` without passwords of URLs, values of secret parameters and credentials of HTTP headers. */
export const redact = (text: string): string =>
  redactUrls(text)
    .replace(parameters, `$1${hidden}`)
    .replace(headers, `$1 ${hidden}`)
    .replace(ownKeys, `$1${hidden}`)
    .replace(tokens, hidden);

/** Returns whether a variable of this name holds a secret. Who knows the address of a webhook may post to it. */
export const isSecretVariable = (name: string): boolean => isSecretName(name) || /key|webhook$/i.test(name);

/**
 * Returns the value of a variable for an error. A value that should have been a URL may lack the scheme, or have a password
 * with any character, so everything up to the last at sign is removed.
 */
export const redactValue = (name: string, value: string): string => {
  if (isSecretVariable(name)) return '[hidden]';
  const [, start = '', userinfo, rest] = /^(\s*(?:[\w+.-]+:\/\/)?)(.*)@([^@]*)$/s.exec(value) ?? [];
  if (userinfo !== undefined && rest !== undefined) return redact(`${start}${withoutPassword(userinfo)}${rest}`);
  // "user:password", where host and port were forgotten.
  if (/URL|URI|BROKER|PROXY|SERVER|HOST/i.test(name) && /^[\w.-]+:(?!\/)(?!\d*([/,;?]|$))/.test(value))
    return `${value.slice(0, value.indexOf(':'))}:${hidden}`;
  return redact(value);
};
