/**
 * Reads the configuration from the environment and validates it once at start. An invalid value or a misspelled name
 * stops the start. The error is one line with the name, the value (never a secret) and the expected value.
 */
import type { OperatorTarget } from '../delivery/troubles/operator-channel.js';
import { closest, distance } from 'fastest-levenshtein';
import ms from 'ms';
import { z } from 'zod';
import { ledgerError } from '../base/errors.js';
import { isSecretVariable, redactValue } from '../base/redact.js';
import { trustedProxiesProblem } from '../api/rate-limit/client-key.js';
import type { QuotaPolicy } from '../api/rate-limit/quotas.js';
import { limits } from '../base/limits.js';
import { redisUrlProblem } from '../cache/redis/url.js';
import { type Network, parseNetworks } from '../delivery/network-guard.js';
import { eventStoreScheme, eventStoreUrlExpected } from '../log/eventstoredb/connection-string.js';
import { postgresUrlProblem } from '../postgres/connection.js';
import { type SourceName, sourceNames } from '../domain/source.js';
import { logLevels } from '../base/logger.js';
import type { SmtpConfig } from '../mail/smtp.js';
import { smtpUrlProblem } from '../mail/smtp-url.js';
import { type KafkaConfig, saslMechanisms } from '../publishing/kafka/config.js';
import type { ProxyVariables } from '../collecting/http/proxy.js';
import { secretNames, withSecretFiles } from './secret-files.js';
import { missingVariable, sourceConfigsOf, sourceVariables, unfitVariable } from './source-variables.js';
import type { SourceConfigs } from './sources.js';
import { flag, httpUrl, integer, keptFor } from './variables.js';

/** Parses a text as `problem` has it: it returns what was expected instead, or `null`. */
const wellFormed = (problem: (text: string) => string | null) =>
  z.string().superRefine((text, context) => {
    const message = problem(text);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });

const postgresUrl = wellFormed(postgresUrlProblem);

const sender = z
  .string()
  .regex(
    /^(?:[^<>"\r\n]{1,100} <)?[^\s<>@",]+@[^\s<>@",]+>?$/,
    'an address, or a name and an address such as Cards <cards@shop.example>',
  );

/** Parses one node, or several seed nodes of a cluster separated by commas; `rediss` is TLS. */
const redisUrls = z.string().transform((text, context) => {
  const urls = text.split(',').map((url) => url.trim());
  const message = urls.map(redisUrlProblem).find((problem) => problem !== null);
  if (message === undefined) return urls;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const brokers = z.string().transform((text, context) => {
  const list = text.split(',').map((broker) => broker.trim());
  if (list.every((broker) => /^([\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/.test(broker))) return list;
  context.addIssue({ code: 'custom', message: 'host:port, several separated by commas' });
  return z.NEVER;
});

/** Parses origins as browsers send them: scheme, host and port, nothing else. */
const origins = z.string().transform((text, context): '*' | readonly string[] => {
  if (text.trim() === '*') return '*';
  const list = text.split(',').map((each) => each.trim().replace(/\/$/, ''));
  const parsed = list.map((each) =>
    /^https?:\/\/[^/?#@*\s]+$/.test(each) && URL.canParse(each) ? new URL(each).origin : null,
  );
  if (parsed.every((origin) => origin !== null)) return [...new Set(parsed)];
  context.addIssue({
    code: 'custom',
    message: 'origins such as https://cards.example, several separated by commas, or * alone for all',
  });
  return z.NEVER;
});

/** Parses addresses and networks of proxies. */
const proxies = z.string().transform((text, context): readonly string[] => {
  const list = text.split(',').map((each) => each.trim());
  const message = trustedProxiesProblem(list);
  if (message === null) return list;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** Parses networks that webhooks may reach though they are not public. */
const networks = z.string().transform((text, context): readonly Network[] => {
  const parsed = parseNetworks(text.split(',').map((each) => each.trim()));
  if ('networks' in parsed) return parsed.networks;
  context.addIssue({ code: 'custom', message: parsed.problem });
  return z.NEVER;
});

const sources = z.string().transform((text, context) => {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(sourceNames as readonly string[]).includes(name));
  if (unknown === undefined) return [...new Set(names)] as SourceName[];
  context.addIssue({ code: 'custom', message: `a comma-separated list of ${sourceNames.join(', ')}` });
  return z.NEVER;
});

/** The query of a webhook may hold a key, so it is a secret as a whole. */
const operatorUrl = z
  .string()
  .refine(
    (text) =>
      /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).username === '' && new URL(text).hash === '',
    'an https:// URL; http:// in a network of WEBHOOK_ALLOW',
  );
const signingSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, 'whsec_ and 24 to 64 random bytes in base64');

const schema = z.object({
  HOST: z.string().min(1, 'a host name or address').default('127.0.0.1'),
  PORT: integer(0, 65_535).default(8080),
  CORS_ORIGINS: origins.default([]),
  TRUSTED_PROXIES: proxies.default([]),
  PUBLIC_URL: httpUrl.optional(),
  READS_NEED_KEY: flag.default(false),
  CARD_IMAGES: z.enum(['proxy', 'link', 'none'], 'proxy, link or none').default('proxy'),
  JWT_PRIVATE_KEY_FILE: z.string().min(1, 'a file').optional(),
  ADMIN_EMAIL: z
    .email('an e-mail address')
    .max(limits.emailCharsMax, 'an e-mail address')
    .transform((text) => text.toLowerCase())
    .optional(),
  RATE_LIMIT_BURST: integer(0, 1_000_000).default(limits.quotaBurstRequests),
  RATE_LIMIT_HOURLY: integer(0, 1_000_000_000).default(limits.quotaHourlyRequests),
  DATA_DIR: z.string().min(1, 'a folder').default('.data'),
  EXPORTS_DIR: z.string().min(1, 'a folder').optional(),
  LOG_LEVEL: z.enum(logLevels, `one of ${logLevels.join(', ')}`).default('info'),
  EVENTSTORE_URL: z
    .string()
    .refine((text) => eventStoreScheme.test(text) && !/\s/.test(text), eventStoreUrlExpected)
    .optional(),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_READ_URL: postgresUrl.optional(),
  REDIS_URL: redisUrls.optional(),
  KAFKA_BROKERS: brokers.optional(),
  KAFKA_TLS: flag.default(false),
  KAFKA_SASL_MECHANISM: z.enum(saslMechanisms, `one of ${saslMechanisms.join(', ')}`).optional(),
  KAFKA_USERNAME: z.string().optional(),
  KAFKA_PASSWORD: z.string().optional(),
  KAFKA_PARTITIONS: integer(1, 1_000).default(6),
  KAFKA_REPLICATION: integer(1, 15).optional(),
  SMTP_URL: wellFormed(smtpUrlProblem).optional(),
  MAIL_FROM: sender.optional(),
  WEBHOOK_ALLOW: networks.default([]),
  OPERATOR_WEBHOOK: operatorUrl.optional(),
  OPERATOR_WEBHOOK_SECRET: signingSecret.optional(),
  SOURCES: sources.default(['tcgcsv']),
  PAYLOADS_KEPT: keptFor('1d').default(ms('7d')),
  REQUESTS_KEPT: keptFor('2d').default(ms('2d')),
  TASKS_KEPT: keptFor('1d').default(ms('30d')),
  NOTIFICATIONS_KEPT: keptFor('7d').default(ms('90d')),
  ...sourceVariables,
  USER_AGENT: z
    .string()
    .regex(/^[A-Za-z0-9._-]+\/\d+(\.\d+){0,3}$/, 'Name/1.2.3, nothing else: tcgcsv blocks other forms')
    .default('TcgPriceLedger/0.1.0'),
});

type Name = keyof typeof schema.shape;
const names = Object.keys(schema.shape) as Name[];
/** Every secret may be given as a file (secret-files.ts). */
const fileNames: readonly string[] = secretNames.map((name) => `${name}_FILE`);

/** Not checked at start: other programs read them too, and most commands send no request to a source. */
const proxyNames = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'].flatMap((name) => [name.toLowerCase(), name]);

/** Creates the error about a variable. `meant` is the probably intended name: the value of a misspelled secret is hidden. */
const invalid = (name: string, value: string, expected: string, meant = name): Error =>
  ledgerError(
    'CONFIG_INVALID',
    `${name}=${isSecretVariable(meant) ? '[hidden]' : redactValue(name, value)}: expected ${expected}`,
    { details: { [name]: expected } },
  );

/** Returns the name that `name` probably misspells. Ignores short names: `POST` or `HOSTS` may belong to other programs. */
const similarTo = (name: string): string | undefined => {
  const validNames = [...names, ...fileNames];
  if (validNames.includes(name) || name.length < 6) return undefined;
  const nearest = closest(name, validNames);
  return nearest.length >= 6 && distance(name, nearest) <= (nearest.length >= 9 ? 2 : 1) ? nearest : undefined;
};

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Origins whose pages may read the API's answers; `*`: all. */
  readonly corsOrigins: '*' | readonly string[];
  /** Proxies whose word on the address of a client is taken. */
  readonly trustedProxies: readonly string[];
  /** Where users reach the API, without a slash at the end; `undefined`: its own address. */
  readonly publicUrl: string | undefined;
  /** Whether reads of prices need a key. */
  readonly readsNeedKey: boolean;
  /** How pictures of cards reach the browser: fetched by us, by itself from the source, or not at all. */
  readonly cardImages: 'proxy' | 'link' | 'none';
  /** Keys that sign access tokens. `undefined`: a file in `dataDir`. */
  readonly jwtPrivateKeyFile: string | undefined;
  /** Address of the first administrator, in lower case. */
  readonly adminEmail: string | undefined;
  /** What one client may ask; a policy of 0 requests is left out. */
  readonly quotaPolicies: readonly QuotaPolicy[];
  readonly dataDir: string;
  /** Folder of the files for download: written by the projector, read by the API. `undefined`: in `dataDir`. */
  readonly exportsDir: string | undefined;
  readonly logLevel: (typeof logLevels)[number];
  /** `undefined` if the log is in Postgres. */
  readonly eventStoreUrl: string | undefined;
  /** `undefined` for the embedded Postgres. */
  readonly databaseUrl: string | undefined;
  /** Replica for queries; `undefined` if they use `databaseUrl`. */
  readonly databaseReadUrl: string | undefined;
  /** One node, or the seed nodes of a cluster; `undefined` if every process has only its own cache. */
  readonly redisUrls: readonly string[] | undefined;
  /** `undefined` if events are published only inside the process. */
  readonly kafka: KafkaConfig | undefined;
  /** How mail is sent; `undefined` if none is. */
  readonly smtp: SmtpConfig | undefined;
  /** Networks that webhooks may reach though they are not public. */
  readonly webhookAllow: readonly Network[];
  /** Where the operator is told of troubles; `null`: nowhere. */
  readonly operator: OperatorTarget | null;
  /** Sources that the collector role collects from. */
  readonly collectedSources: readonly SourceName[];
  /** The configuration of every source, by name. */
  readonly sources: SourceConfigs;
  /** How long is kept what is not kept for good, in milliseconds. */
  readonly kept: {
    /** Received files that no run needs. */
    readonly payloadsMs: number;
    /** The log of requests to sources. */
    readonly requestsMs: number;
    /** Tasks of administrators that are finished. */
    readonly tasksMs: number;
    /** Notifications that are over, and the attempts to send them. */
    readonly notificationsMs: number;
  };
  /** How eBay tells of closed accounts; `undefined` if it does not. */
  readonly ebayDeletions: { readonly token: string; readonly endpoint: string } | undefined;
  /** Sent with every request to a source. */
  readonly userAgent: string;
  /** The variables that name a proxy for requests to sources, as other programs read them. */
  readonly proxies: ProxyVariables;
}

type Values = z.infer<typeof schema>;

const kafkaOf = (value: Values): KafkaConfig | undefined => {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = value;
  const one = username ?? password ?? mechanism;
  if (value.KAFKA_BROKERS === undefined) {
    if (one !== undefined) throw invalid('KAFKA_BROKERS', '', 'host:port beside the credentials for them');
    return undefined;
  }
  if (one !== undefined && (mechanism === undefined || username === undefined || password === undefined)) {
    const missing =
      mechanism === undefined ? 'KAFKA_SASL_MECHANISM' : username === undefined ? 'KAFKA_USERNAME' : 'KAFKA_PASSWORD';
    throw invalid(missing, '', 'all of KAFKA_SASL_MECHANISM, KAFKA_USERNAME and KAFKA_PASSWORD, or none');
  }
  return {
    brokers: value.KAFKA_BROKERS,
    tls: value.KAFKA_TLS,
    sasl:
      mechanism === undefined ? undefined : { mechanism, username: username as string, password: password as string },
    partitions: value.KAFKA_PARTITIONS,
    replication: value.KAFKA_REPLICATION,
  };
};

const smtpOf = ({ SMTP_URL: url, MAIL_FROM: from }: Values): SmtpConfig | undefined => {
  if (url === undefined && from === undefined) return undefined;
  if (url === undefined) throw invalid('MAIL_FROM', from ?? '', 'SMTP_URL beside it');
  if (from === undefined)
    throw invalid('MAIL_FROM', '', 'the sender of mails beside SMTP_URL, such as Cards <cards@shop.example>');
  return { url, from };
};

/** Returns where the operator is told: by the webhook if there is one, else by mail. */
const operatorOf = (value: Values): OperatorTarget | null => {
  const { OPERATOR_WEBHOOK: url, OPERATOR_WEBHOOK_SECRET: secret, WEBHOOK_ALLOW: allowed } = value;
  if (url === undefined && secret !== undefined)
    throw invalid('OPERATOR_WEBHOOK', '', 'a URL beside OPERATOR_WEBHOOK_SECRET');
  if (url !== undefined) {
    if (secret === undefined) throw invalid('OPERATOR_WEBHOOK_SECRET', '', 'a secret beside OPERATOR_WEBHOOK: whsec_…');
    if (url.startsWith('http://') && allowed.length === 0)
      throw invalid('OPERATOR_WEBHOOK', url, 'https://; http:// only in a network of WEBHOOK_ALLOW');
    return { kind: 'webhook', url, secret };
  }
  const { ADMIN_EMAIL: address, SMTP_URL: smtp } = value;
  return address === undefined || smtp === undefined ? null : { kind: 'email', address };
};

const ebayDeletionsOf = ({ EBAY_DELETION_TOKEN: token, EBAY_DELETION_URL: endpoint }: Values) => {
  if (token === undefined && endpoint === undefined) return undefined;
  if (token === undefined)
    throw invalid('EBAY_DELETION_TOKEN', '', 'the token that was entered at eBay, beside EBAY_DELETION_URL');
  if (endpoint === undefined)
    throw invalid('EBAY_DELETION_URL', '', 'the endpoint that was entered at eBay, beside EBAY_DELETION_TOKEN');
  return { token, endpoint };
};

/** Reads and validates `env`. Throws CONFIG_INVALID naming the variable, its value and what was expected. */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || value === '') continue;
    const similar = similarTo(name);
    if (similar === undefined) continue;
    throw invalid(name, value, `the name ${similar}; unset ${name} if it is not meant for the ledger`, similar);
  }
  const env = withSecretFiles(environment, invalid);
  // An empty variable counts as unset, since compose files and CI pass unset variables as empty ones.
  const given = Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0]);
    throw invalid(name, env[name] ?? '', issue?.message ?? 'another value');
  }
  const value = parsed.data;
  for (const source of value.SOURCES) {
    const missing = missingVariable(source, value);
    if (missing !== undefined) throw invalid(missing, '', `a value: ${source} is not collected without one`);
    const unfit = unfitVariable(source, value);
    if (unfit !== undefined) throw invalid(unfit.name, String(value[unfit.name]), unfit.expected);
  }
  if (value.DATABASE_READ_URL !== undefined && value.DATABASE_URL === undefined) {
    throw invalid(
      'DATABASE_READ_URL',
      value.DATABASE_READ_URL,
      'DATABASE_URL beside it: the embedded Postgres has no replica',
    );
  }
  return {
    host: value.HOST,
    port: value.PORT,
    corsOrigins: value.CORS_ORIGINS,
    trustedProxies: value.TRUSTED_PROXIES,
    publicUrl: value.PUBLIC_URL,
    readsNeedKey: value.READS_NEED_KEY,
    cardImages: value.CARD_IMAGES,
    jwtPrivateKeyFile: value.JWT_PRIVATE_KEY_FILE,
    adminEmail: value.ADMIN_EMAIL,
    quotaPolicies: [
      { name: 'burst', requests: value.RATE_LIMIT_BURST, windowS: 60 },
      { name: 'hour', requests: value.RATE_LIMIT_HOURLY, windowS: 3_600 },
    ].filter(({ requests }) => requests > 0),
    dataDir: value.DATA_DIR,
    exportsDir: value.EXPORTS_DIR,
    logLevel: value.LOG_LEVEL,
    eventStoreUrl: value.EVENTSTORE_URL,
    databaseUrl: value.DATABASE_URL,
    databaseReadUrl: value.DATABASE_READ_URL,
    redisUrls: value.REDIS_URL,
    kafka: kafkaOf(value),
    smtp: smtpOf(value),
    webhookAllow: value.WEBHOOK_ALLOW,
    operator: operatorOf(value),
    collectedSources: value.SOURCES,
    sources: sourceConfigsOf(value),
    kept: {
      ...{ payloadsMs: value.PAYLOADS_KEPT, requestsMs: value.REQUESTS_KEPT },
      ...{ tasksMs: value.TASKS_KEPT, notificationsMs: value.NOTIFICATIONS_KEPT },
    },
    ebayDeletions: ebayDeletionsOf(value),
    userAgent: value.USER_AGENT,
    proxies: Object.fromEntries(
      proxyNames.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const])),
    ),
  };
};
