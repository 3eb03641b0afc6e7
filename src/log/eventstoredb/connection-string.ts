/**
 * Parses connection strings of EventStoreDB. Rejected: the client's own parser. It silently cuts a password at its first
 * colon, silently drops credentials of plain-text connections, and prints the whole string, password included, if an
 * option is unknown.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type LedgerError, ledgerError } from '../../base/errors.js';
import { eventStoreLimits } from './limits.js';

export interface EventStoreAddress {
  readonly hosts: readonly { readonly address: string; readonly port: number }[];
  /** Whether to ask the hosts for the members of the cluster. Always true with several hosts. */
  readonly discover: boolean;
  readonly tls: boolean;
  readonly rootCertificate?: Buffer;
  readonly userCertFile?: Buffer;
  readonly userKeyFile?: Buffer;
  readonly credentials?: { readonly username: string; readonly password: string };
  /** Milliseconds that a call may receive nothing. */
  readonly silenceMsMax: number;
  readonly client: {
    readonly keepAliveInterval: number;
    readonly keepAliveTimeout: number;
    readonly connectionName?: string;
    readonly maxDiscoverAttempts?: number;
    readonly discoveryInterval?: number;
    readonly gossipTimeout?: number;
    readonly nodePreference?: 'leader' | 'follower' | 'random' | 'read_only_replica';
  };
  /** The hosts, for messages; never the credentials. */
  readonly where: string;
  /** Settings that are valid but have no effect. */
  readonly warnings: readonly string[];
}

const invalid = (expected: string): LedgerError =>
  ledgerError('CONFIG_INVALID', `EVENTSTORE_URL: expected ${expected}`, { details: { EVENTSTORE_URL: expected } });

export const eventStoreUrlExpected = 'an esdb:// or kurrentdb:// connection string, with +discover for a cluster';

const decode = (text: string, what: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid(`a ${what} whose % signs are written %25`);
  }
};

/** Returns an option's name for comparison, without case, dashes and underscores, as the client compares it. */
const flat = (name: string): string => name.toLowerCase().replace(/[_-]/g, '');

type Options = ReadonlyMap<string, string>;

const readers = {
  text: (options: Options, name: string): string | undefined => {
    const value = options.get(flat(name));
    return value === undefined ? undefined : decode(value, name);
  },
  integer: (options: Options, name: string, min: number): number | undefined => {
    const value = options.get(flat(name));
    if (value === undefined) return undefined;
    if (!/^\d{1,9}$/.test(value) || Number(value) < min) throw invalid(`${name} to be a whole number from ${min}`);
    return Number(value);
  },
  flag: (options: Options, name: string): boolean | undefined => {
    const value = options.get(flat(name));
    if (value === undefined) return undefined;
    if (value !== 'true' && value !== 'false') throw invalid(`${name} to be true or false`);
    return value === 'true';
  },
  file: (options: Options, name: string): Buffer | undefined => {
    const path = readers.text(options, name);
    if (path === undefined) return undefined;
    try {
      return readFileSync(resolve(path));
    } catch (error) {
      throw invalid(
        `${name} to name a file that can be read (${(error as NodeJS.ErrnoException).code ?? 'unreadable'})`,
      );
    }
  },
};

const optionNames = [
  'tls',
  'tlsVerifyCert',
  'tlsCAFile',
  'userCertFile',
  'userKeyFile',
  'connectionName',
  'defaultDeadline',
  'keepAliveInterval',
  'keepAliveTimeout',
  'maxDiscoverAttempts',
  'discoveryInterval',
  'gossipTimeout',
  'nodePreference',
  'throwOnAppendFailure',
];
const preferences = ['leader', 'follower', 'random', 'read_only_replica'] as const;

const optionsOf = (text: string): Options => {
  const options = new Map<string, string>();
  for (const pair of text === '' ? [] : text.split('&')) {
    const [, name = '', value = ''] = /^([^=]+)=([^=]+)$/.exec(pair) ?? [];
    if (value === '') throw invalid('options as name=value, joined by &');
    if (!optionNames.some((each) => flat(each) === flat(name)))
      throw invalid(`options among ${optionNames.join(', ')}`);
    options.set(flat(name), value);
  }
  return options;
};

const hostOf = (text: string): { address: string; port: number } => {
  const [, address, port = '2113'] = /^(\[[0-9a-fA-F:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/.exec(text.trim()) ?? [];
  if (address === undefined || Number(port) < 1 || Number(port) > 65_535) {
    throw invalid('hosts as host or host:port, several joined by commas (in a password, ? is written %3F)');
  }
  return { address, port: Number(port) };
};

/** A password may contain colons and at signs: the name ends at the first colon, the password at the last at sign. */
const credentialsOf = (text: string): { username: string; password: string } => {
  const colon = text.indexOf(':');
  if (colon < 1 || colon === text.length - 1) throw invalid('credentials as user:password before the @');
  return { username: decode(text.slice(0, colon), 'user name'), password: decode(text.slice(colon + 1), 'password') };
};

const clientOf = (options: Options): EventStoreAddress['client'] => {
  const { text, integer } = readers;
  const preference = text(options, 'nodePreference');
  const nodePreference = preferences.find((each) => flat(each) === flat(preference ?? ''));
  if (preference !== undefined && nodePreference === undefined) {
    throw invalid(`nodePreference to be one of ${preferences.join(', ')}`);
  }
  const optional = {
    connectionName: text(options, 'connectionName'),
    maxDiscoverAttempts: integer(options, 'maxDiscoverAttempts', 1),
    discoveryInterval: integer(options, 'discoveryInterval', 1),
    gossipTimeout: integer(options, 'gossipTimeout', 1),
    nodePreference,
  };
  return {
    keepAliveInterval: integer(options, 'keepAliveInterval', 1) ?? eventStoreLimits.keepAliveMs,
    keepAliveTimeout: integer(options, 'keepAliveTimeout', 1) ?? eventStoreLimits.keepAliveTimeoutMs,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
};

const encryptionOf = (
  options: Options,
  tls: boolean,
): Pick<EventStoreAddress, 'rootCertificate' | 'userCertFile' | 'userKeyFile'> => {
  const { file } = readers;
  if (!tls) return {};
  const rootCertificate = file(options, 'tlsCAFile');
  const userCertFile = file(options, 'userCertFile');
  const userKeyFile = file(options, 'userKeyFile');
  if ((userCertFile === undefined) !== (userKeyFile === undefined))
    throw invalid('userCertFile and userKeyFile together');
  return {
    ...(rootCertificate === undefined ? {} : { rootCertificate }),
    ...(userCertFile === undefined || userKeyFile === undefined ? {} : { userCertFile, userKeyFile }),
  };
};

/** Schemes of connection strings: EventStoreDB has been called KurrentDB since 25.0. */
export const eventStoreScheme = /^(?:esdb|kurrentdb|kurrent|kdb)(\+discover)?:\/\//;

/**
 * Parses `esdb://user:password@host:port,host:port?tls=true&…`, `esdb+discover://…`, and the same with kurrentdb. Throws CONFIG_INVALID naming
 * EVENTSTORE_URL and the expected form, without any part of the string.
 */
export const readConnectionString = (text: string): EventStoreAddress => {
  const trimmed = text.trim();
  const [start, discovers] = eventStoreScheme.exec(trimmed) ?? [''];
  const rest = trimmed.slice(start.length);
  if (start === '' || rest === '') throw invalid(eventStoreUrlExpected);
  const mark = rest.indexOf('?');
  const [head, query] = mark < 0 ? [rest, ''] : [rest.slice(0, mark), rest.slice(mark + 1)];
  // The last one: a password may contain one that should have been written %40.
  const at = head.lastIndexOf('@');
  const credentials = at < 0 ? undefined : credentialsOf(head.slice(0, at));
  const hosts = head
    .slice(at + 1)
    .replace(/\/+$/, '')
    .split(',')
    .map(hostOf);
  const options = optionsOf(query);
  const tls = readers.flag(options, 'tls') ?? true;
  // Only its form is checked: this adapter's appends always throw.
  readers.flag(options, 'throwOnAppendFailure');
  // The client always verifies certificates. Strings made for other clients have this option, also with tls=false.
  const isVerifying = readers.flag(options, 'tlsVerifyCert') ?? true;
  const warnings = [
    ...(!tls && credentials !== undefined
      ? ['EVENTSTORE_URL: tls=false, so its user and password are not sent; an insecure server needs none']
      : []),
    ...(tls && !isVerifying
      ? ['EVENTSTORE_URL: tlsVerifyCert=false has no effect; name the authority of the certificate with tlsCAFile']
      : []),
  ];
  return {
    hosts,
    discover: discovers !== undefined || hosts.length > 1,
    tls,
    ...encryptionOf(options, tls),
    ...(credentials === undefined ? {} : { credentials }),
    silenceMsMax: readers.integer(options, 'defaultDeadline', 1) ?? eventStoreLimits.silenceMsMax,
    client: clientOf(options),
    where: hosts.map(({ address, port }) => `${address}:${port}`).join(','),
    warnings,
  };
};
