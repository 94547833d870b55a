/**
 * Who may know whom (docs/architecture.md). Dependencies point down this list only; there is no
 * rule that allows everything, and tools/workspace.spec.ts proves that every project has exactly
 * one tag of each kind.
 */

const NO_FRAMEWORK = ['@nestjs/*', '@angular/*', 'typeorm', 'pg', 'express', 'socket.io'];

const layer = (sourceTag, onlyDependOnLibsWithTags, bannedExternalImports) => ({
  sourceTag: `layer:${sourceTag}`,
  onlyDependOnLibsWithTags: onlyDependOnLibsWithTags.map((tag) => `layer:${tag}`),
  ...(bannedExternalImports ? { bannedExternalImports } : {}),
});

export const LAYERS = [
  layer('contracts', [], NO_FRAMEWORK),
  layer('util', [], NO_FRAMEWORK),
  layer('model', ['contracts', 'util'], NO_FRAMEWORK),
  layer('pbx-connection', ['contracts', 'util'], ['typeorm', 'pg', '@angular/*']),
  // One technology each: an adapter never reaches for another.
  layer('pbx', ['contracts', 'util', 'pbx-connection'], ['typeorm', '@angular/*']),
  layer('core', ['contracts', 'util', 'core'], ['@angular/*']),
  layer(
    'live',
    ['contracts', 'util', 'model', 'pbx-connection', 'pbx', 'core'],
    ['@angular/*', 'pg', 'axios', 'ws'],
  ),
  layer('relay', ['contracts', 'util', 'core', 'relay'], ['@angular/*']),
  layer(
    'feature',
    ['contracts', 'util', 'core', 'relay', 'live', 'pbx-connection', 'pbx'],
    ['@angular/*'],
  ),
  layer('client', ['contracts'], ['@nestjs/*', '@angular/*', 'typeorm', 'pg']),
  layer('ui', ['contracts', 'client', 'ui'], ['@nestjs/*', 'typeorm', 'pg']),
  layer('app', [
    'contracts',
    'util',
    'model',
    'pbx-connection',
    'pbx',
    'core',
    'live',
    'relay',
    'feature',
    'client',
    'ui',
  ]),
  layer('testing', ['contracts', 'util', 'client', 'core', 'testing']),
  layer('e2e', ['contracts', 'util', 'client', 'core', 'testing']),
  layer('tools', ['contracts', 'util', 'core', 'relay', 'feature']),
];

export const PLATFORMS = [
  { sourceTag: 'platform:any', onlyDependOnLibsWithTags: ['platform:any'] },
  { sourceTag: 'platform:node', onlyDependOnLibsWithTags: ['platform:any', 'platform:node'] },
  { sourceTag: 'platform:web', onlyDependOnLibsWithTags: ['platform:any', 'platform:web'] },
];

export const depConstraints = [...LAYERS, ...PLATFORMS];
