import { describe, expect, test } from 'vitest';
import {
  escapeHtml,
  inboxPage,
  mailPage,
  pageHeaders,
} from '../../simulators/mailbox/mailbox-page.ts';

const attack = `<script>alert(1)</script><img src=x onerror="alert('2')">&amp;`;

function aMail(part: Record<string, string> = {}) {
  return {
    id: 1,
    messageId: '<1@tisheng.example>',
    sender: 'office@tisheng.example',
    recipients: ['desk@county.example'],
    subject: '待办提醒',
    text: '有一件待办。',
    receivedAt: '2021-03-31T16:00:00.000Z',
    ...part,
  };
}

describe('the pages of the mailbox', () => {
  test('escape every field of a mail', () => {
    const mail = {
      ...aMail({ subject: attack, text: attack, sender: attack, messageId: attack }),
      recipients: [attack],
    };
    for (const html of [inboxPage([mail], 1), mailPage(mail)]) {
      expect(html).not.toContain('<script>');
      expect(html).not.toContain('<img');
      expect(html).toContain(escapeHtml(attack));
    }
  });

  test('allow no script and nothing from elsewhere', () => {
    const policy = pageHeaders['content-security-policy'];
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).not.toContain('unsafe');
  });

  test('show times of Shanghai', () => {
    expect(mailPage(aMail())).toContain('2021-04-01 00:00:00');
  });

  test('say so when there is no mail', () => {
    expect(inboxPage([], 0)).toContain('还没有邮件');
  });

  test('say how many mails there are when they show the last ones only', () => {
    expect(inboxPage([aMail()], 700)).toContain('共 700 封，显示最近 1 封');
  });
});
