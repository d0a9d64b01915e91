import type { Database } from '../database/database';
import { DOSSIER_FORMAT } from './dossierSchema';
import { type Contexts, allegationEntries, partyEntries, statementEntries } from './exportEntries';
import { selectForExport } from './exportSelection';
import { ClientSql } from '../store/clientSql';
import type { Sql } from '../store/sql';
import { yamlItem, yamlProperty } from './writeYaml';

export interface ExportOptions {
  format: 'yaml' | 'json';
  /** Keys of what is written, with all that it refers to; everything unless told. */
  keys?: readonly string[] | undefined;
}

/** UTF-16 units that are gathered before they are handed on. */
const PART_LENGTH = 256 * 1024;

/**
 * Writes the store's content as a dossier, part by part, as it is at one instant. The text depends on the content alone: what is
 * imported from it into an empty store is exported as the same bytes.
 *
 * @throws RequestError NOT_FOUND for keys that nothing has
 */
export async function* exportDossier(
  database: Database,
  options: ExportOptions,
): AsyncGenerator<string, void, undefined> {
  const client = await database.dossiers.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    yield* gathered(write(new ClientSql(client), options));
  } finally {
    await client.query('ROLLBACK').catch((error: unknown) => {
      broken ??= error instanceof Error ? error : new Error(String(error));
    });
    client.off('error', onError);
    client.release(broken);
  }
}

async function* write(sql: Sql, { format, keys }: ExportOptions): AsyncGenerator<string> {
  const selection = await selectForExport(sql, keys);
  const contexts: Contexts = new Map();
  // In this order: the statements tell how the allegations' quotations are written.
  const sections: [string, number, () => AsyncGenerator<object>][] = [
    ['parties', selection.party.length, () => partyEntries(sql, selection.party)],
    ['statements', selection.statement.length, () => statementEntries(sql, selection.statement, contexts)],
    ['allegations', selection.allegation.length, () => allegationEntries(sql, selection.allegation, contexts)],
  ];
  const written = sections.filter(([, count]) => count > 0);
  yield format === 'yaml' ? yamlProperty('format', DOSSIER_FORMAT, 0) : `{"format": ${JSON.stringify(DOSSIER_FORMAT)}`;
  for (const [name, , entriesOf] of written) {
    yield format === 'yaml' ? `\n${name}:\n` : `,\n"${name}": [\n`;
    let isFirst = true;
    for await (const entry of entriesOf()) {
      // In JSON an entry is one line: a layout that a reader could skim would make a large dossier a fifth larger.
      yield format === 'yaml' ? yamlItem(entry, 2) : `${isFirst ? '' : ',\n'}${JSON.stringify(entry)}`;
      isFirst = false;
    }
    if (format === 'json') yield '\n]';
  }
  if (format === 'json') yield '}\n';
}

async function* gathered(parts: AsyncGenerator<string>): AsyncGenerator<string> {
  let waiting: string[] = [];
  let length = 0;
  for await (const part of parts) {
    waiting.push(part);
    length += part.length;
    if (length < PART_LENGTH) continue;
    yield waiting.join('');
    [waiting, length] = [[], 0];
  }
  if (length > 0) yield waiting.join('');
}
