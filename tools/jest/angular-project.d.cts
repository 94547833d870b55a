import type { Config } from 'jest';

/** The Jest configuration of a project with Angular components. */
export function angularProject(displayName: string, rootDir: string): Partial<Config>;
