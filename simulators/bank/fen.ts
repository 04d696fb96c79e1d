/** Fen of a valid amount text: '12.05' is 1205n. */
export function fenOf(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}

/** The amount text of fen that are not negative: 1205n is '12.05'. */
export function amountText(fen: bigint): string {
  const digits = String(fen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
