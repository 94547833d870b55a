import type { PbxComponent } from '@3cx-relay/contracts';

/** Something the PBX sent that could not be understood. */
export interface PoisonInput {
  readonly component: PbxComponent;
  /** As it came; the receiver caps it. */
  readonly raw: string;
  /** What was wrong with it, in one line. */
  readonly reason: string;
}

/**
 * Keeps what cannot be understood, so that somebody can look at it, while what follows goes on.
 * Never throws and never blocks.
 */
export abstract class PbxRawSink {
  abstract poison(input: PoisonInput): void;
}

/** More of one message is not kept. */
export const RAW_CAP = 8_192;

/** Anything as text, capped. */
export function rawText(value: unknown): string {
  const text = typeof value === 'string' ? value : (safeJson(value) ?? String(value));
  return text.length > RAW_CAP ? `${text.slice(0, RAW_CAP)}…` : text;
}

function safeJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    return `unprintable: ${String(error)}`;
  }
}
