/** Writes log lines to stderr: JSON, or plain lines on a terminal. stdout is for data. */
import winston from 'winston';

export type Logger = Pick<winston.Logger, 'debug' | 'info' | 'warn' | 'error'>;
export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

const secretNames = /password|secret|token|authorization|api[-_]?key|private/i;

/** Redacts fields whose names mark them as secret, and passwords inside URLs. */
const redact = winston.format((info) => {
  for (const [name, value] of Object.entries(info)) {
    if (secretNames.test(name)) info[name] = '[redacted]';
    else if (typeof value === 'string') info[name] = value.replace(/(\w+:\/\/[^:/@\s]+:)[^@/\s]+@/g, '$1[redacted]@');
  }
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
      redact(),
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
