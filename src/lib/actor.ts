/** What somebody may do. A READER sees published content only, an EDITOR reads and writes everything, an ADMIN also deletes and merges. */
export type ActorRole = 'READER' | 'EDITOR' | 'ADMIN';

/** Who changes something, as its history says. */
export interface Author {
  /**
   * Who it is, which nobody else can be: `token:` and the id of an API token, `oidc:` with the issuer, a space and the subject,
   * or `command:` and a command of the command line. Plain SQL is `database:` and the user of PostgreSQL.
   */
  readonly id: string;
  /** For people to read: the name of an API token, or of a person. Others may have the same. */
  readonly name: string;
}

/** Who asks, as far as that is known. */
export interface Actor extends Author {
  readonly role: ActorRole;
}

/** Whoever shows no token. This one object stands for all of them; somebody who is known may bear its name. */
export const ANONYMOUS: Actor = Object.freeze({ id: 'anonymous', name: 'anonymous', role: 'READER' });

/** A command of the command line, which may do everything. */
export function commandActor(command: 'erase' | 'import' | 'serve'): Actor {
  const id = `command:${command}`;
  return { id, name: id, role: 'ADMIN' };
}

/** What looks like the id of an actor, or like the word that stands for one. */
const RESERVED_NAME = /^(?:(?:token|oidc|command|database):|(?:anonymous|migration)$)/;

/** Whether a name would pass for one that only the program gives, however its letters are written. */
export function isReservedName(name: string): boolean {
  return RESERVED_NAME.test(name.normalize('NFKC').trim().toLowerCase());
}

/** As whom an actor reads: an ADMIN sees what an EDITOR sees. */
export function readRole({ role }: Actor): 'READER' | 'EDITOR' {
  return role === 'READER' ? 'READER' : 'EDITOR';
}
