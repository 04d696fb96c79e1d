import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Seals identity and account numbers, and finds them again by a keyed hash. */
export type IdentityKeys = {
  hash: (text: string) => Buffer;
  encrypt: (text: string) => Buffer;
  decrypt: (sealed: Buffer) => string;
};

const nonceBytes = 12;
const tagBytes = 16;

/**
 * Both keys derive from the installation's secret (HKDF-SHA-256); AES-256-GCM, a new nonce each.
 */
export function identityKeys(secret: Uint8Array): IdentityKeys {
  const hashKey = derive(secret, 'identity-hash');
  const sealKey = derive(secret, 'identity-seal');
  return {
    hash: (text) => createHmac('sha256', hashKey).update(text).digest(),
    encrypt(text) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    decrypt(sealed) {
      const nonce = sealed.subarray(0, nonceBytes);
      const tag = sealed.subarray(nonceBytes, nonceBytes + tagBytes);
      const decipher = createDecipheriv('aes-256-gcm', sealKey, nonce, { authTagLength: tagBytes });
      decipher.setAuthTag(tag);
      const body = sealed.subarray(nonceBytes + tagBytes);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    },
  };
}

function derive(secret: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, new Uint8Array(), purpose, 32));
}
