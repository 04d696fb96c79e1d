/**
 * A text as it is compared: full-width forms narrowed, all spaces out. Rare characters keep their
 * own code points, for NFKC folds compatibility forms only.
 */
export function spellWord(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/gu, '');
}

/** A heading as it is compared: without the star that marks a required column. */
export function spellHeading(text: string): string {
  return spellWord(text).replaceAll(/[*:]/gu, '');
}
