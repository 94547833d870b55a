import type { Config } from 'jest';

/** The Jest configuration of a project that runs on Node. */
export function nodeProject(
  displayName: string,
  rootDir: string,
  extra?: Partial<Config>,
): Partial<Config>;
export function moduleNameMapper(): Record<string, string>;
export const root: string;
