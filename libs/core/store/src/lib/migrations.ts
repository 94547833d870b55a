import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const FILE = /^(\d{13})-([a-z0-9-]+)\.sql$/;

type MigrationClass = new () => MigrationInterface;

/**
 * The SQL files of `schema/`, oldest first, as TypeORM wants its migrations. Each runs in a
 * transaction of its own and is never run twice; going back is a new migration.
 * @throws Error naming a file whose name does not fit
 */
export function migrationsOf(schemaDir: string): MigrationClass[] {
  return readdirSync(schemaDir)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => toMigration(path.join(schemaDir, file)));
}

function toMigration(file: string): MigrationClass {
  const match = FILE.exec(path.basename(file));
  if (!match) {
    throw new Error(`${file}: a migration is named 1763700000000-what-it-does.sql`);
  }
  const [, timestamp = '', words = ''] = match;
  const sql = readFileSync(file, 'utf8');
  return class implements MigrationInterface {
    readonly name = `${camelCase(words)}${timestamp}`;

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(sql);
    }

    async down(): Promise<void> {
      throw new Error('migrations are not taken back: write a new one');
    }
  };
}

function camelCase(words: string): string {
  return words.replace(/(^|-)([a-z0-9])/g, (_match, _dash, letter: string) => letter.toUpperCase());
}
