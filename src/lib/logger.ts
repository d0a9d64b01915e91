import pino, { type DestinationStream, type Logger as PinoLogger } from 'pino';

/** What the program says to the person who runs it. Clients of the API never see it. */
export type Logger = PinoLogger;

/** The names of pino's levels, most urgent first, and silence. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/**
 * A logger on the standard error output, so that what a command writes to its standard output (an exported dossier) stays
 * clean: short lines for a person at a terminal, one JSON object a line (pino's format, `time` in Unix milliseconds) for
 * anything else.
 *
 * Writing is synchronous: a line that was logged is out even when the process ends right after.
 *
 * @param level the least urgent level that is written
 * @param destination where lines go; default: the standard error output
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  return pino({ level, base: undefined }, destination ?? standardError());
}

function standardError(): DestinationStream {
  if (!process.stderr.isTTY) return pino.destination({ fd: 2, sync: true });
  return { write: (line: string) => void process.stderr.write(humanLine(line)) };
}

/**
 * A line of pino's as a person reads it: time of day, level, message, the other properties, and below them the stack of
 * the error, if it carries one.
 *
 * @param line one JSON object, as pino writes it
 */
export function humanLine(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line) as {
    level: number;
    time: number;
    msg?: string;
    err?: { stack?: string; message?: string };
    [property: string]: unknown;
  };
  const clock = new Date(time).toTimeString().slice(0, 8);
  const label = pino.levels.labels[level] ?? String(level);
  const properties = Object.entries(rest).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  const stack = err === undefined ? '' : `\n${err.stack ?? err.message ?? JSON.stringify(err)}`;
  return `${clock} ${label.toUpperCase().padEnd(5)} ${msg ?? ''}${properties.join('')}${stack}\n`;
}
