/** Writes log lines to stderr: JSON, or plain lines on a terminal. stdout is for data. */
import winston from 'winston';
import { isSecretName, redact } from './redact.js';

export type Logger = Pick<winston.Logger, 'debug' | 'info' | 'warn' | 'error'>;
export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Redacts fields whose names mark them as secret, and secrets inside texts, at any depth. */
const redacted = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null || depth > 5) return value;
  if (Array.isArray(value)) return value.map((each) => redacted(each, depth + 1));
  // Only plain data: a date or a buffer prints itself.
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, isSecretName(name) ? '[redacted]' : redacted(each, depth + 1)]),
  );
};

const withoutSecrets = winston.format((info) => {
  for (const [name, value] of Object.entries(info)) info[name] = isSecretName(name) ? '[redacted]' : redacted(value);
  return info;
});

const plain = winston.format.printf(({ level, message, timestamp, ...fields }) => {
  const rest = Object.entries(fields).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return [`${String(timestamp).slice(11, 19)} ${level.padEnd(5)} ${String(message)}`, ...rest].join(' ');
});

/** Creates a logger that writes to stderr. */
export const createLogger = (options: { level: LogLevel; pretty: boolean }): Logger =>
  winston.createLogger({
    level: options.level,
    format: winston.format.combine(
      withoutSecrets(),
      winston.format.timestamp(),
      options.pretty ? plain : winston.format.json(),
    ),
    transports: [new winston.transports.Stream({ stream: process.stderr })],
  });

/** A logger without output, for tests and for commands that only print a result. */
export const silentLogger: Logger = winston.createLogger({
  silent: true,
  transports: [new winston.transports.Console()],
});
