import * as contracts from '@3cx-relay/contracts';
import { z } from 'zod';

/** Queries and paths become parameters, one by one. */
const NOT_NAMED = /(Query|Params)Schema$/;

/**
 * Every object that `contracts` exports, by its name in the API description, so that generators
 * make one type of it. What is no object (an id, a time) is written out where it is used.
 */
export const SCHEMA_NAMES: ReadonlyMap<z.ZodType, string> = new Map(
  Object.entries(contracts).flatMap(([name, value]) =>
    /Schema$/.test(name) && !NOT_NAMED.test(name) && isObject(value)
      ? [[value, componentName(name)]]
      : [],
  ),
);

function isObject(value: unknown): value is z.ZodType {
  return value instanceof z.ZodObject || value instanceof z.ZodDiscriminatedUnion;
}

/** `adminUserListSchema` is `AdminUserList`. */
function componentName(exportedName: string): string {
  const name = exportedName.replace(/Schema$/, '');
  return name.charAt(0).toUpperCase() + name.slice(1);
}
