import { uuidv7 } from 'uuidv7';
import type { Dossier, Lenient } from './dossierSchema';
import { entries } from './entries';
import { type KeyedType, referencesOf } from './references';
import type { Sql } from '../store/sql';

/** The ids of everything that a dossier lists or refers to: those of stored content, and new ones for what it brings. */
export class StoredKeys {
  private readonly stored: Record<KeyedType, Map<string, string>>;
  private readonly created: Record<KeyedType, Map<string, string>>;

  private constructor() {
    this.stored = { party: new Map(), statement: new Map(), allegation: new Map() };
    this.created = { party: new Map(), statement: new Map(), allegation: new Map() };
  }

  /** Looks all keys up, one query a type. */
  static async lookUp(sql: Sql, dossier: Lenient<Dossier>): Promise<StoredKeys> {
    const keys = new StoredKeys();
    const listed: [KeyedType, string][] = [];
    const list = (type: KeyedType, entry: { key?: string | undefined }): void => {
      if (entry.key !== undefined) listed.push([type, entry.key]);
    };
    for (const [, entry] of entries(dossier.parties)) list('party', entry);
    for (const [, entry] of entries(dossier.statements)) list('statement', entry);
    for (const [, entry] of entries(dossier.allegations)) list('allegation', entry);
    const wanted: Record<KeyedType, Set<string>> = { party: new Set(), statement: new Set(), allegation: new Set() };
    for (const [type, key] of listed) wanted[type].add(key);
    for (const { type, key } of referencesOf(dossier)) wanted[type].add(key);
    for (const type of ['party', 'statement', 'allegation'] as const) {
      if (wanted[type].size === 0) continue;
      const rows = await sql.rows<{ slug: string; id: string }>(`SELECT slug, id FROM ${type} WHERE slug = ANY ($1)`, [
        [...wanted[type]],
      ]);
      for (const { slug, id } of rows) keys.stored[type].set(slug, id);
    }
    for (const [type, key] of listed) {
      if (!keys.stored[type].has(key) && !keys.created[type].has(key)) keys.created[type].set(key, uuidv7());
    }
    return keys;
  }

  isStored(type: KeyedType, key: string): boolean {
    return this.stored[type].has(key);
  }

  isKnown(type: KeyedType, key: string): boolean {
    return this.stored[type].has(key) || this.created[type].has(key);
  }

  /** @throws Error for a key that is not known: the references are checked before */
  id(type: KeyedType, key: string): string {
    const id = this.stored[type].get(key) ?? this.created[type].get(key);
    if (id === undefined) throw new Error(`no ${type} has the key ${key}`);
    return id;
  }
}
