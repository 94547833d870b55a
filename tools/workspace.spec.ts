import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..');

interface ProjectFile {
  readonly name: string;
  readonly tags?: readonly string[];
}

const projects = globSync('{apps,libs,tools}/**/project.json', {
  cwd: root,
  exclude: (file) => file.includes('node_modules'),
}).map((file) => ({
  folder: path.dirname(file),
  project: JSON.parse(readFileSync(path.join(root, file), 'utf8')) as ProjectFile,
}));

describe('the workspace', () => {
  it('has projects to speak of', () => {
    expect(projects.length).toBeGreaterThan(5);
  });

  it.each(projects.map(({ folder, project }) => [folder, project] as const))(
    '%s has exactly one layer and one platform',
    (_folder, project) => {
      const tags = project.tags ?? [];
      expect(tags.filter((tag) => tag.startsWith('layer:'))).toHaveLength(1);
      expect(tags.filter((tag) => /^platform:(node|web|any)$/.test(tag))).toHaveLength(1);
    },
  );

  it.each(projects.map(({ folder }) => folder))('%s says what it is for', (folder) => {
    expect(readFileSync(path.join(root, folder, 'README.md'), 'utf8')).toMatch(/^# \S/);
  });

  it('gives each alias an index that exists', () => {
    const base = JSON.parse(readFileSync(path.join(root, 'tsconfig.base.json'), 'utf8')) as {
      compilerOptions: { paths: Record<string, [string]> };
    };
    const missing = Object.entries(base.compilerOptions.paths)
      .filter(([, [file]]) => !existsSync(path.join(root, file)))
      .map(([alias]) => alias);
    expect(missing).toEqual([]);
  });

  it('has no link in its pages to a file that is not there', () => {
    const pages = globSync('{*.md,{apps,docs,libs,tools}/**/*.md}', {
      cwd: root,
      exclude: (file) => file.includes('node_modules') || file.includes('dist'),
    });
    const broken = pages.flatMap((page) => {
      const text = readFileSync(path.join(root, page), 'utf8');
      return [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)]
        .map(([, target]) => path.join(root, path.dirname(page), target ?? ''))
        .filter((target) => !existsSync(target))
        .map((target) => `${page}: ${path.relative(root, target)}`);
    });
    expect(pages.length).toBeGreaterThan(20);
    expect(broken).toEqual([]);
  });

  it('refuses an import that points up the house', () => {
    execFileSync('nx', ['show', 'projects'], { cwd: root, env: nxEnvironment(), stdio: 'ignore' });
    const verdict = lint(
      'libs/contracts/src/lib/ids.ts',
      "import { Clock } from '@3cx-relay/util';\nexport const clock: Clock | null = null;\n",
    );
    expect(verdict).toContain('@nx/enforce-module-boundaries');
  });
});

function nxEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NODE_OPTIONS: '' };
}

/** Lints a text as if it stood in a file, and gives the names of the rules it breaks. */
function lint(file: string, text: string): string {
  try {
    return execFileSync('eslint', ['--stdin', '--stdin-filename', file, '--format', 'json'], {
      cwd: root,
      env: nxEnvironment(),
      input: text,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
