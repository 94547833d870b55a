import { readFile } from 'node:fs/promises';
import ts from 'typescript';

const DECORATED = /^\s*@(Injectable|Controller|Module|WebSocketGateway|Catch|Entity|Global)\(/m;

/**
 * esbuild emits no decorator metadata, and Nest's dependency injection lives on it. Files with a
 * Nest or TypeORM class go through the TypeScript transpiler first; all others take the short way.
 */
export function decoratorMetadata() {
  return {
    name: 'decorator-metadata',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        if (!DECORATED.test(source)) return { contents: source, loader: 'ts' };
        const { outputText } = ts.transpileModule(source, {
          fileName: path,
          compilerOptions: {
            target: ts.ScriptTarget.ES2024,
            module: ts.ModuleKind.ESNext,
            experimentalDecorators: true,
            emitDecoratorMetadata: true,
            useDefineForClassFields: false,
            inlineSourceMap: true,
            inlineSources: true,
          },
        });
        return { contents: outputText, loader: 'ts' };
      });
    },
  };
}
