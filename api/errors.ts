/**
 * Every refusal the API knows: HTTP status and Chinese title. docs/errors.md explains each code.
 */
export const errors = {
  'not-signed-in': { status: 401, title: '未登录或令牌无效' },
  forbidden: { status: 403, title: '您的岗位无权办理此事项' },
  'not-found': { status: 404, title: '没有找到' },
  'invalid-request': { status: 400, title: '提交的内容有误' },
  'body-too-large': { status: 413, title: '提交的内容过大' },
  'unsupported-media-type': { status: 415, title: '不接受这种内容类型' },
  'too-many-requests': { status: 429, title: '请求过于频繁' },
  'idempotency-key-missing': { status: 400, title: '缺少幂等键' },
  'idempotency-key-reused': { status: 422, title: '同一幂等键用于不同内容' },
  'id-taken': { status: 409, title: '编号已被使用' },
  'certificate-already-claimed': { status: 409, title: '证书已申领补贴' },
  'credit-code-unconfirmed': { status: 409, title: '统一社会信用代码须核对确认' },
  'roster-unreadable': { status: 422, title: '花名册文件无法读取' },
  'roster-rows-used': { status: 409, title: '花名册中有行已用于其他申领' },
  'day-not-allowed': { status: 422, title: '办理日期不被允许' },
  'filing-closed': { status: 422, title: '不在申报受理期内' },
  'task-already-decided': { status: 409, title: '任务已办结' },
  'claim-held': { status: 409, title: '申领已挂起' },
  'claim-not-held': { status: 409, title: '申领未挂起' },
  'claim-closed': { status: 409, title: '申领已办结' },
  'too-late': { status: 409, title: '已进入支付，不能撤回' },
  'payment-under-way': { status: 409, title: '付款正在办理，不能挂起' },
  'notice-not-open': { status: 409, title: '不在公示期内' },
  'line-not-payable': { status: 409, title: '该行已被核减' },
  'notice-running': { status: 409, title: '公示尚未结束' },
  'objection-open': { status: 409, title: '有异议尚未处理' },
  'separation-of-duties': { status: 409, title: '同一人不得兼任不相容岗位' },
  'settlement-not-refusable': { status: 409, title: '结算不能整件拒绝' },
  'finding-open': { status: 409, title: '有疑点尚未处理' },
  'finding-confirmed': { status: 409, title: '有疑点已经查实' },
  'before-previous-fact': { status: 409, title: '办理日期早于上一事项' },
  'calendar-not-published': { status: 409, title: '所需年度的工作日历尚未公布' },
  refused: { status: 409, title: '该事项现在不能办理' },
  'pack-missing': { status: 503, title: '尚未安装地区规则包' },
  'month-not-open': { status: 409, title: '该月份现在不能记账或结账' },
  'figure-not-reported': { status: 409, title: '填报指标不全' },
  unavailable: { status: 503, title: '服务暂不可用' },
  internal: { status: 500, title: '系统内部错误' },
} as const;

export type ErrorCode = keyof typeof errors;

/** One fault of a request: where it is and what is wrong, in Chinese. */
export type Fault = { path: string; reason: string };

/** Thrown by routes; answered as a problem document (RFC 9457). Never carries personal data. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly faults: readonly Fault[];

  constructor(code: ErrorCode, detail: string, faults: readonly Fault[] = []) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.detail = detail;
    this.faults = faults;
  }
}

/** A request with faults that only the pack or the stored rows could show. */
export const invalidRequest = (...faults: readonly Fault[]): Refusal =>
  new Refusal('invalid-request', '请按所列字段改正后重新提交', faults);

/** A refusal code that came from a workflow; a question about a calendar year names the year. */
export function refusalFromStep(reason: string): Refusal {
  if (reason.startsWith('calendar-not-published')) {
    return new Refusal('calendar-not-published', `工作日历尚未公布：${reason.slice(-4)} 年`);
  }
  const finding = /^(finding-(?:open|confirmed))-([0-9-]+)$/u.exec(reason);
  if (finding) return stoppedBy(finding[1] === 'finding-open', finding[2] ?? '');
  const code = Object.keys(errors).find((it): it is ErrorCode => it === reason);
  return code
    ? new Refusal(code, errors[code].title)
    : new Refusal('refused', `不能办理：${reason}`);
}

/** Line 0 is the claim as a whole. */
function stoppedBy(open: boolean, lineNos: string): Refusal {
  const named = lineNos.split('-');
  const lines = named.filter((it) => it !== '0').join('、');
  const where = [...(named.includes('0') ? ['整件'] : []), ...(lines ? [`第 ${lines} 行`] : [])];
  return open
    ? new Refusal('finding-open', `${where.join('和')}有疑点尚未处理，请先排除或查实`)
    : new Refusal('finding-confirmed', `${where.join('和')}的疑点已经查实，请核减或不予通过`);
}
