import { parentPort, workerData } from 'node:worker_threads';
import { layOutEvaluation, type EvaluationPdf } from './lay-out.ts';

/** What the worker answers; an error crosses threads as its name and message. */
export type WorkerAnswer =
  | { kind: 'printed'; document: EvaluationPdf }
  | { kind: 'failed'; name: string; message: string };

parentPort?.postMessage(await answer(), []);

async function answer(): Promise<WorkerAnswer> {
  try {
    return { kind: 'printed', document: await layOutEvaluation(workerData) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'failed', name, message };
  }
}
