const taskNames: Record<string, string> = {
  correction: '补正',
  'instalment-report': '后续拨付申报',
  'manual-check': '证书人工核验',
  acceptance: '受理',
  review: '审核',
  objection: '异议处理',
  finance: '财政复核',
  'payee-correction': '退票账户更正',
  'payee-confirmation': '退票账户确认',
  'report-approval': '绩效评价报告审批',
};

/** Subject and text of a mail, in Chinese; it says what waits, never whose claim it is. */
export function mailText(
  template: string,
  params: Record<string, string>,
  { simulated }: { simulated: boolean },
): { subject: string; text: string } {
  const task = taskNames[params['kind'] ?? ''] ?? '待办';
  const mark = simulated ? '【模拟数据 非正式文件】' : '';
  switch (template) {
    case 'task-reminder':
      return {
        subject: `${mark}提醒：一项${task}任务即将到期`,
        text: `有一项${task}任务即将到期，请登录系统办理或督促办理。\n`,
      };
    case 'task-escalation':
      return {
        subject: `${mark}督办：一项${task}任务已超过时限`,
        text: `有一项${task}任务已超过时限，请督促办理。\n`,
      };
    case 'month-missing':
      return {
        subject: `${mark}提醒：有月份已过而尚未结账`,
        text: `以下月份已过而尚未结账：${params['months'] ?? ''}。请登录系统按顺序结账。\n`,
      };
    default:
      throw new Error(`no text for mail template ${template}`);
  }
}
