import { type EventType, EVENT_TYPES, eventSchema } from '@3cx-relay/contracts';
import type { JsonSchema, JsonSchemas } from './json-schema';

/**
 * A schema per type of event, named after it (`call.answered` is `CallAnsweredEvent`), and `Event`,
 * any one of them: code generators make one type of each.
 */
export function eventComponents(schemas: JsonSchemas): Record<string, JsonSchema> {
  const ofType = (type: EventType) => [nameOf(type), schemas.of(eventSchema(type), 'output')];
  return {
    ...(Object.fromEntries(EVENT_TYPES.map(ofType)) as Record<string, JsonSchema>),
    Event: {
      description: 'A CloudEvents 1.0 JSON event; its type tells the shape of its data.',
      oneOf: EVENT_TYPES.map((type) => ({ $ref: refOf(type) })),
    },
  };
}

/** The same as OpenAPI has it: told apart by `type`. */
export function openApiEvents(schemas: JsonSchemas): Record<string, JsonSchema> {
  const { Event, ...ofTypes } = eventComponents(schemas);
  const mapping = Object.fromEntries(EVENT_TYPES.map((type) => [type, refOf(type)]));
  return { ...ofTypes, Event: { ...Event, discriminator: { propertyName: 'type', mapping } } };
}

const refOf = (type: EventType) => `#/components/schemas/${nameOf(type)}`;

function nameOf(type: EventType): string {
  const words = type.split('.').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Event`;
}
