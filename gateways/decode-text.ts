/** The text of a file in UTF-8 or GBK (GB 18030), without its mark; undefined for any other. */
export function decodeText(bytes: Uint8Array): string | undefined {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Bytes that the encoding does not have: the next one may.
    }
  }
  return undefined;
}
