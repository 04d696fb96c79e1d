import { Worker } from 'node:worker_threads';
import type { EvaluationData } from '../domain/evaluation.ts';
import type { EvaluationPdf } from './lay-out.ts';
import type { WorkerAnswer } from './pdf-worker.ts';

export type { EvaluationPdf } from './lay-out.ts';

/**
 * The report could not be printed; `reason` is the name of the error inside the worker. One that
 * `lasts` lies in the text or the figures, so that another try fails the same way.
 */
export class PdfRenderError extends Error {
  override name = 'PdfRenderError';
  readonly reason: string;
  readonly lasts: boolean;

  constructor(reason: string, message: string, { lasts }: { lasts: boolean } = { lasts: false }) {
    super(message);
    this.reason = reason;
    this.lasts = lasts;
  }
}

const limits = { timeoutMs: 60_000, memoryMegabytes: 768 };

/**
 * Prints the evaluation report as PDF/A-3b with its figures attached as CSV. The same data gives
 * the same bytes. Layout runs in a thread of its own, since pdfmake would block timers for
 * seconds; beyond 60 s or 768 MB the thread is ended. Throws PdfRenderError.
 */
export async function renderEvaluationPdf(
  data: EvaluationData,
  { timeoutMs, memoryMegabytes }: { timeoutMs: number; memoryMegabytes: number } = limits,
): Promise<EvaluationPdf> {
  const worker = new Worker(new URL('pdf-worker.ts', import.meta.url), {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
  });
  try {
    const answer = await answerOf(worker, timeoutMs);
    if (answer.kind === 'failed') {
      throw new PdfRenderError(answer.name, answer.message, { lasts: true });
    }
    return answer.document;
  } finally {
    await worker.terminate();
  }
}

async function answerOf(worker: Worker, timeoutMs: number): Promise<WorkerAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<WorkerAnswer>();
  const timer = setTimeout(() => {
    reject(new PdfRenderError('timeout', `报告在 ${timeoutMs / 1000} 秒内没有排完，已中止`));
  }, timeoutMs);
  worker.once('message', resolve);
  worker.once('error', (error) => reject(deathOf(error)));
  worker.once('exit', (code) => {
    reject(new PdfRenderError('exit', `排版线程意外退出（代码 ${code}）`));
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

function deathOf(error: unknown): PdfRenderError {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new PdfRenderError('out-of-memory', '报告排版超出内存上限，已中止');
  }
  return new PdfRenderError('worker', `排版线程出错：${String(error)}`);
}
