import type { CursorWanted } from '../../oracle/argumentWriter';
import type { AttackedServer } from './attackedServer';

/** Where lists are that belong to something: under the nodes of these. */
const PARENTS: Readonly<Record<string, string>> = {
  Party: 'parties',
  Statement: 'statements',
  Allegation: 'allegations',
};

/** Real cursors, from answers of the server itself. */
export class CursorBook {
  private readonly known = new Map<string, Promise<string[]>>();

  constructor(private readonly server: AttackedServer) {}

  /** A cursor of the list; null, which is as good as none, where the list is empty. */
  async find({ list, orderBy, share }: CursorWanted): Promise<string | null> {
    const key = `${list} ${orderBy}`;
    let cursors = this.known.get(key);
    if (cursors === undefined) {
      cursors = this.ask(list, orderBy);
      this.known.set(key, cursors);
    }
    const found = await cursors;
    return found[Math.floor(share * found.length)] ?? null;
  }

  private async ask(list: string, orderBy: string): Promise<string[]> {
    const [parent = '', field = ''] = list.split('.');
    const edges = `${field}(first: 10${orderBy && `, orderBy: ${orderBy}`}) { edges { cursor } }`;
    const parents = PARENTS[parent];
    const query = parents === undefined ? `{ ${edges} }` : `{ ${parents}(first: 5) { nodes { ${edges} } } }`;
    const { data, errors } = await this.server.ask(query);
    if (errors) throw new Error(`The cursors of ${list} cannot be read: ${JSON.stringify(errors)}`);
    return [...JSON.stringify(data).matchAll(/"cursor":"([^"]+)"/g)].flatMap(([, cursor]) => cursor ?? []);
  }
}
