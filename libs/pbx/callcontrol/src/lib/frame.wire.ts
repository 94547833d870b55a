import { z } from 'zod';
import { type Entity, parseEntity } from './entity-path';

/** A frame of the socket, understood. `sequence` is `null` where the PBX sent none. */
export type CallControlFrame =
  | { readonly kind: 'upsert'; readonly sequence: number | null; readonly entity: Entity }
  | { readonly kind: 'remove'; readonly sequence: number | null; readonly entity: Entity }
  | {
      readonly kind: 'dtmf';
      readonly sequence: number | null;
      readonly entity: Entity;
      readonly digits: string;
    }
  /** Ends of prompts and answers to requests over the socket, which we do not send. */
  | { readonly kind: 'other'; readonly sequence: number | null };

export type ParsedFrame =
  | { readonly ok: true; readonly frame: CallControlFrame }
  | { readonly ok: false; readonly reason: string };

const envelopeWire = z.object({
  sequence: z.coerce.number().int().nullish().catch(null),
  event: z.object({
    event_type: z.coerce.number().int(),
    entity: z.string().nullish(),
    attached_data: z.unknown().optional(),
  }),
});

const dtmfWire = z.object({
  dtmf_input: z.union([z.string(), z.number().transform(String)]),
});

/** Never throws: what is not understood says why. */
export function parseFrame(text: string): ParsedFrame {
  const json = parseJson(text);
  if (json === undefined) return { ok: false, reason: 'a frame that is not JSON' };
  const envelope = envelopeWire.safeParse(json);
  if (!envelope.success) {
    const [issue] = envelope.error.issues;
    const where = issue?.path.join('.') ?? '';
    return { ok: false, reason: `a frame of another shape: ${where} ${issue?.message ?? ''}` };
  }
  const { event } = envelope.data;
  const sequence = envelope.data.sequence ?? null;
  if (event.event_type === 3 || event.event_type === 4) {
    return { ok: true, frame: { kind: 'other', sequence } };
  }
  const entity = parseEntity(event.entity ?? '');
  if (!entity) return { ok: false, reason: `a frame about an unknown path: ${event.entity ?? ''}` };
  if (event.event_type === 0) return { ok: true, frame: { kind: 'upsert', sequence, entity } };
  if (event.event_type === 1) return { ok: true, frame: { kind: 'remove', sequence, entity } };
  if (event.event_type !== 2) {
    return { ok: false, reason: `a frame of unknown type ${event.event_type}` };
  }
  const dtmf = dtmfWire.safeParse(event.attached_data);
  if (!dtmf.success) return { ok: false, reason: 'digits without dtmf_input' };
  return { ok: true, frame: { kind: 'dtmf', sequence, entity, digits: dtmf.data.dtmf_input } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof Error || error !== null) return undefined;
    throw error;
  }
}
