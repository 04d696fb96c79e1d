/**
 * Runs steps one after the other, in the order they were asked for. Two local activities that
 * overlap end one by one when they run but together when they are replayed, so that what is
 * started between them would stand in another order, and the history could not be replayed.
 */
export function oneAtATime(): <Result>(step: () => Promise<Result>) => Promise<Result> {
  let before: Promise<unknown> = Promise.resolve();
  return (step) => {
    const mine = before.then(step);
    before = mine.catch(() => undefined);
    return mine;
  };
}
