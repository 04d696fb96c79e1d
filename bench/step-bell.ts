/** Tells the driver which step a workflow has done, in place of a person who looks at the inbox. */
export type StepBell = {
  ring: (workflowId: string, stage: string) => void;
  heard: (workflowId: string, stage: string) => Promise<void>;
};

export function createStepBell(): StepBell {
  const rung = new Set<string>();
  const waiting = new Map<string, () => void>();
  return {
    ring(workflowId, stage) {
      const key = `${workflowId} ${stage}`;
      rung.add(key);
      waiting.get(key)?.();
      waiting.delete(key);
    },
    heard(workflowId, stage) {
      const key = `${workflowId} ${stage}`;
      if (rung.has(key)) return Promise.resolve();
      return new Promise((resolve) => waiting.set(key, resolve));
    },
  };
}
