import type { RegionPack } from '../../../domain/region-pack/index.ts';
import type { ApiAnswer, ApiClient } from './api-client.ts';
import { tokenOf } from './setup.ts';
import type { Staff } from './staff.ts';

/** Everybody who acts in the programme, each with their own token, in front of one API. */
export type Office = {
  pack: RegionPack;
  staff: Staff;
  signal: AbortSignal;
  /** How long anything may take before the programme is said to be stuck. */
  patienceMs: number;
  get: (person: string, path: string) => Promise<unknown>;
  post: (
    person: string,
    path: string,
    write: { key: string; body?: unknown },
  ) => Promise<ApiAnswer>;
  download: (person: string, path: string) => Promise<Uint8Array>;
};

export function openOffice(options: {
  api: ApiClient;
  pack: RegionPack;
  staff: Staff;
  secret: Uint8Array;
  signal: AbortSignal;
  patienceMs: number;
}): Office {
  const { api, secret, pack, staff, signal, patienceMs } = options;
  const tokens = new Map<string, string>();
  const tokenFor = (person: string) => {
    const token = tokens.get(person) ?? tokenOf(secret, person);
    tokens.set(person, token);
    return token;
  };
  return {
    pack,
    staff,
    signal,
    patienceMs,
    async get(person, path) {
      return (await api.send({ token: tokenFor(person), method: 'GET', path })).json;
    },
    post: (person, path, { key, body }) =>
      api.send({ token: tokenFor(person), method: 'POST', path, key, body: body ?? {} }),
    download: (person, path) => api.download({ token: tokenFor(person), method: 'GET', path }),
  };
}
