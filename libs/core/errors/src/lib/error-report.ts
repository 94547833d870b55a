import { createHash } from 'node:crypto';
import type { Severity } from '@3cx-relay/contracts';

export interface ErrorReport {
  readonly severity: Severity;
  /** Where it happened: `callcontrol`, `webhooks`, … */
  readonly component: string;
  /** Stable, upper snake case. */
  readonly code: string;
  /** One line for people. */
  readonly message: string;
  /** The cause, as far as it is known. */
  readonly detail?: string | null;
  /** What to do about it. */
  readonly remedy?: string | null;
  /** What could not be understood, as it came; capped at 4 KiB. */
  readonly raw?: string | null;
}

const RAW_MAX = 4_096;
const TEXT_MAX = 1_000;

/** Keys, tokens and passwords as they look in texts of others. */
const SECRETS: readonly [RegExp, string][] = [
  [/\bcxr_[0-9A-Za-z]+_[0-9A-Za-z]+/g, 'cxr_[secret]'],
  [/\bwhsec_[0-9A-Za-z+/=_-]+/g, 'whsec_[secret]'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '[secret]'],
  [/(bearer\s+)[^\s"',]+/gi, '$1[secret]'],
  [
    /((?:password|client_secret|secret|access_token|authorization)["']?\s*[:=]\s*["']?)[^\s"'&,}]+/gi,
    '$1[secret]',
  ],
  [/(\/\/[^\s:/@]+:)[^\s@/]+@/g, '$1[secret]@'],
];

/** The text without anything that must not be seen. */
export function redact(text: string): string {
  return SECRETS.reduce((clean, [pattern, instead]) => clean.replace(pattern, instead), text);
}

/** As it is stored: redacted, capped, without what PostgreSQL's text cannot hold. */
export function cleaned(report: ErrorReport): Required<ErrorReport> {
  const text = (value: string, max: number) => redact(value.replaceAll('\0', '�')).slice(0, max);
  const optional = (value: string | null | undefined, max: number) =>
    value === null || value === undefined ? null : text(value, max);
  return {
    severity: report.severity,
    component: report.component,
    code: report.code,
    message: text(report.message, TEXT_MAX),
    detail: optional(report.detail, TEXT_MAX),
    remedy: optional(report.remedy, TEXT_MAX),
    raw: optional(report.raw, RAW_MAX),
  };
}

/** Equal for errors that are the same to a reader: numbers in the text do not tell them apart. */
export function fingerprintOf({ severity, component, code, message }: ErrorReport): string {
  const shape = message.replace(/\d+/g, '#');
  return createHash('sha256').update([severity, component, code, shape].join('\0')).digest('hex');
}
