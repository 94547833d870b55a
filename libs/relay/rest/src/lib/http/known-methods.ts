/** What Express shows of its routes. */
interface Layer {
  readonly route?: { readonly methods?: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

/**
 * The methods that a path knows, for `Allow`; empty when there is no such path.
 * @param express the application that Nest runs on
 */
export function knownMethods(express: unknown, path: string): string[] {
  const methods = layersOf(express)
    .filter((layer) => layer.route && layer.match(path))
    .flatMap((layer) => Object.keys(layer.route?.methods ?? {}))
    .map((method) => method.toUpperCase())
    .filter((method) => method !== '_ALL');
  const all = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  return [...new Set(all)].sort();
}

function layersOf(express: unknown): Layer[] {
  const { router } = express as { router?: { stack?: Layer[] } };
  return router?.stack ?? [];
}
