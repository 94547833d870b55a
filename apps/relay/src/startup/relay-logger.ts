import { redact } from '@3cx-relay/errors';
import type { LoggerService } from '@nestjs/common';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** Nest tells of each module and route that it found; nobody who runs a relay wants to know. */
const NEST_ITSELF = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'WebSocketsController',
]);

/** One line an entry on stderr, without secrets. */
export class RelayLogger implements LoggerService {
  constructor(private readonly level: LogLevel) {}

  debug(message: unknown, context?: string): void {
    this.write('debug', message, context);
  }

  verbose(message: unknown, context?: string): void {
    this.write('debug', message, context);
  }

  log(message: unknown, context?: string): void {
    if (context && NEST_ITSELF.has(context)) return;
    this.write('info', message, context);
  }

  warn(message: unknown, context?: string): void {
    this.write('warn', message, context);
  }

  error(message: unknown, ...more: unknown[]): void {
    const context = more.at(-1);
    this.write('error', message, typeof context === 'string' ? context : undefined);
  }

  private write(level: LogLevel, message: unknown, context: string | undefined): void {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(this.level)) return;
    const text = message instanceof Error ? message.message : String(message);
    const where = context ? ` ${context}:` : '';
    process.stderr.write(
      `${new Date().toISOString()} ${level.toUpperCase().padEnd(5)}${where} ${redact(text)}\n`,
    );
  }
}
