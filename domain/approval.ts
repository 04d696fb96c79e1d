/** The duty a task puts on whoever decides it: one person, one duty in one claim or report. */
export function dutyOf(taskKind: string, level: number): string {
  switch (taskKind) {
    case 'manual-check':
      return 'acceptance';
    case 'objection':
      return 'review-1';
    case 'payee-confirmation':
      return 'finance';
    case 'correction':
    case 'instalment-report':
    case 'payee-correction':
      return 'submitter';
    case 'review':
    case 'report-approval':
      return `${taskKind}-${String(level)}`;
    default:
      return taskKind;
  }
}

/** What may be decided on a task of each kind; a refusal, return or objection needs a reason. */
export const outcomesOf: Readonly<Record<string, readonly string[]>> = {
  acceptance: ['accept', 'return', 'refuse'],
  review: ['approve', 'refuse'],
  finance: ['approve', 'refuse'],
  'manual-check': ['checked'],
  correction: ['corrected'],
  'instalment-report': ['reported'],
  objection: ['uphold', 'dismiss'],
  'payee-correction': ['corrected'],
  'payee-confirmation': ['confirm', 'refuse'],
  'report-approval': ['approve', 'refuse'],
};

export const needsReason: ReadonlySet<string> = new Set(['return', 'refuse', 'uphold', 'dismiss']);
