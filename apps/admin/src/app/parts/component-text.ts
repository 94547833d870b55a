import { TEXTS } from '../texts/texts';

const NAMES: Readonly<Record<string, string>> = TEXTS.component;

/** A part of the relay as people call it; the connections have names, other parts their own. */
export const componentText = (component: string) => NAMES[component] ?? component;
