import { knownFacts } from '../region-pack/facts.ts';
import { setReader } from './facts.ts';
import type { LineFacts } from './line-facts.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Every fact of a line by its name, to be shown; what the line has not got is not there. */
export type Facts = {
  values: Readonly<Record<string, string>>;
  sets: Readonly<Record<string, readonly string[]>>;
};

export function factsOf(line: LineFacts, words: Vocabulary): Facts {
  const names = [...Object.keys(knownFacts), ...words.ownFacts].filter(
    (it) => words.kindOf(it) !== 'set',
  );
  const values = names.flatMap((name) => {
    const value = words.reader(name)(line);
    return value === undefined ? [] : [[name, value]];
  });
  const several = ['attributes', 'listed'].map((name) => [name, setReader(name)(line)]);
  return { values: Object.fromEntries(values), sets: Object.fromEntries(several) };
}
