import { errors, Refusal, type ErrorCode } from './errors.ts';

/** What a failure of the server, the database or a request looks like to whoever asked. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { code, status, message } = partsOf(error);
  const known = fastifyCodes[code] ?? postgresCodes[code] ?? statusCodes[status];
  if (known) return new Refusal(known, errors[known].title);
  if (code === raisedException && message.startsWith('no open month')) {
    return new Refusal('month-not-open', '没有可以记账的月份');
  }
  if (status >= 400 && status < 500) {
    return new Refusal('invalid-request', '提交的内容无法读取，请检查格式与编码');
  }
  if (connectionLost.test(code) || connectionLostMessage.test(message)) {
    return new Refusal('unavailable', '请稍后重试');
  }
  return new Refusal('internal', '系统出错，已记录；请稍后重试或联系管理员');
}

const fastifyCodes: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
};

const statusCodes: Record<number, ErrorCode> = { 413: 'body-too-large', 429: 'too-many-requests' };

/** What the database refuses for its constraints is the request's fault, not the server's. */
const postgresCodes: Record<string, ErrorCode> = {
  '22001': 'invalid-request',
  '22003': 'invalid-request',
  '22007': 'invalid-request',
  '22008': 'invalid-request',
  '22021': 'invalid-request',
  '22P02': 'invalid-request',
  '22P05': 'invalid-request',
  '23503': 'invalid-request',
  '23505': 'id-taken',
  '23514': 'invalid-request',
  '40001': 'unavailable',
  '40P01': 'unavailable',
  '57014': 'unavailable',
};

const raisedException = 'P0001';
const connectionLost = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT|57P0[1-3]|08|53)/u;
const connectionLostMessage =
  /^(Connection terminated|Connection ended|Client has encountered a connection error)/u;

type Parts = { code: string; status: number; message: string };

function partsOf(error: unknown): Parts {
  if (!(error instanceof Error)) return { code: '', status: 0, message: '' };
  return {
    code: 'code' in error ? String(error.code) : '',
    status: 'statusCode' in error ? Number(error.statusCode) : 0,
    message: error.message,
  };
}
