import { fileURLToPath } from 'node:url';
import { fileExchange, type CertificateExchange } from './certificate-exchange.ts';
import { httpCertificateRegistry, type CertificateRegistry } from './certificate-registry.ts';

/** Something certificates are looked up in, as the office set it up. */
export type LookUpSource =
  | { by: 'registry'; registry: CertificateRegistry }
  | { by: 'exchange'; exchange: CertificateExchange };

export type LookUpSources = ReadonlyMap<string, LookUpSource>;

/** The sources of the configuration by name: a registry at an address, an exchange in a folder. */
export function lookUpSources(
  addresses: ReadonlyMap<string, string>,
  { timeoutMs }: { timeoutMs: number },
): LookUpSources {
  return new Map(
    [...addresses].map(([name, url]): [string, LookUpSource] => [
      name,
      url.startsWith('file:')
        ? { by: 'exchange', exchange: fileExchange(fileURLToPath(url), name) }
        : { by: 'registry', registry: httpCertificateRegistry({ url, timeoutMs }) },
    ]),
  );
}
