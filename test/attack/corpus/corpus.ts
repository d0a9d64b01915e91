import type { Attack } from '../support/attack';
import { bodies } from './bodies';
import { cursors } from './cursors';
import { documents } from './documents';
import { dossiers, mutations } from './dossiers';
import { filters } from './filters';
import { hostsAndOrigins } from './hostsAndOrigins';
import { ide } from './ide';
import { multiplied } from './multiplied';
import { searches } from './searches';
import { socketMessages, sockets } from './sockets';
import { streams } from './streams';
import { tokens } from './tokens';
import { transport } from './transport';
import { variables } from './variables';

/** Every attack, by its kind. A connection that is held open is in held.ts. */
export const corpus: Readonly<Record<string, readonly Attack[]>> = {
  variables,
  documents,
  multiplied,
  filters,
  searches,
  cursors,
  transport,
  bodies,
  hostsAndOrigins,
  sockets,
  socketMessages,
  streams,
  ide,
  tokens,
  dossiers,
  mutations,
};
