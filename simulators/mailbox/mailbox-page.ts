import { createHash } from 'node:crypto';
import type { StoredMail } from './mailbox-book.ts';

const style = `
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem;
  font: 1rem/1.7 'Noto Sans SC', 'Microsoft YaHei', sans-serif; color: #1f1f1f; }
h1 { font-size: 1.4rem; margin: 0; }
.note { color: #595959; margin: 0 0 1.5rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid #d9d9d9;
  vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; white-space: nowrap; }
td.time { white-space: nowrap; }
a { color: #0958d9; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** No script, no picture, nothing from anywhere else: a mail's content can only be text. */
export const pageHeaders: Record<string, string> = {
  'content-security-policy':
    `default-src 'none'; style-src 'sha256-${styleHash}'; ` +
    `base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** The list, newest first; `total` counts all mails, of which `mails` may be the last ones only. */
export function inboxPage(mails: readonly StoredMail[], total: number): string {
  const rows = mails.map(
    ({ id, receivedAt, recipients, subject }) => `<tr>
<td class="time">${shanghaiTime(receivedAt)}</td>
<td>${escapeHtml(recipients.join('，'))}</td>
<td><a href="/mails/${id}">${escapeHtml(subject || '（无主题）')}</a></td></tr>`,
  );
  const shown = total > mails.length ? `，显示最近 ${mails.length} 封` : '';
  const list =
    mails.length === 0
      ? '<p>还没有邮件。</p>'
      : `<table><thead><tr><th scope="col">时间</th><th scope="col">收件人</th>
<th scope="col">主题</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>`;
  return page(
    '模拟邮箱',
    `<p class="note">共 ${total} 封${shown}。邮件只留在本机，不会寄出。</p>${list}`,
  );
}

export function mailPage(mail: StoredMail): string {
  const rows = [
    ['时间', shanghaiTime(mail.receivedAt)],
    ['发件人', mail.sender],
    ['收件人', mail.recipients.join('，')],
    ['邮件编号', mail.messageId],
  ].map(
    ([name, value]) => `<tr><th scope="row">${name}</th><td>${escapeHtml(value ?? '')}</td></tr>`,
  );
  const content = `<table><tbody>${rows.join('\n')}</tbody></table>
<pre>${escapeHtml(mail.text)}</pre><p><a href="/">返回邮件列表</a></p>`;
  return page(mail.subject || '（无主题）', content);
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} - 模拟邮箱</title><style>${style}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>
${content}
</main></body></html>`;
}

function shanghaiTime(instant: string): string {
  const shanghaiOffsetMs = 8 * 3_600_000;
  const shifted = new Date(Date.parse(instant) + shanghaiOffsetMs).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 19)}`;
}
