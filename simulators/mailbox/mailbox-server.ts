import { z } from 'zod';
import { faultPlanStore } from '../book.ts';
import { faultRoutes } from '../fault-routes.ts';
import { faultPlanSchema, openFaultDesk, smtpFaultModes } from '../faults.ts';
import { serveHttp, type RunningServer } from '../http-server.ts';
import { accept, RequestRefused } from '../request-refused.ts';
import type { Answer, Route } from '../routes.ts';
import { openMailboxBook, type MailboxBook } from './mailbox-book.ts';
import { inboxPage, mailPage, pageHeaders } from './mailbox-page.ts';
import { startSmtpReceiver } from './smtp-receiver.ts';

const pageMailsMax = 500;

const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const mailQuestion = z.strictObject({
  after: wholeNumber.default(0),
  limit: wholeNumber.pipe(z.number().min(1).max(pageMailsMax)).default(pageMailsMax),
});
const mailPath = z.strictObject({ id: wholeNumber });

/** The mailbox: mail comes in by SMTP, people and tests read it over HTTP. Faults hit SMTP only. */
export async function startMailbox(options: {
  state: string;
  host: string;
  port: number;
  smtpPort: number;
}): Promise<RunningServer & { smtpPort: number }> {
  const book = openMailboxBook(options.state);
  const faultPlan = faultPlanSchema(smtpFaultModes);
  const faults = openFaultDesk(faultPlan, faultPlanStore(book.database));
  const { host, port } = options;
  const smtp = await startSmtpReceiver({ host, port: options.smtpPort, book, faults });
  const routes = [...routesOf(book), ...faultRoutes(faults, faultPlan)];
  const server = await serveHttp({ host, port, routes });
  return {
    url: server.url,
    smtpPort: smtp.port,
    async stop() {
      await Promise.all([smtp.stop(), server.stop()]);
      book.close();
    },
  };
}

function routesOf(book: MailboxBook): Route[] {
  return [
    {
      method: 'GET',
      path: '/',
      handle: () => page(inboxPage(book.newest(pageMailsMax), book.count())),
    },
    {
      method: 'GET',
      path: '/mails/:id',
      handle({ params }) {
        const mail = book.find(accept(mailPath, params).id);
        if (!mail) throw new RequestRefused(404, 'not-found');
        return page(mailPage(mail));
      },
    },
    {
      method: 'GET',
      path: '/messages',
      handle: ({ query }) => messages(book, query),
    },
  ];
}

function messages(book: MailboxBook, query: unknown): Answer {
  const { after, limit } = accept(mailQuestion, query);
  const found = book.list({ after, limit: limit + 1 });
  const mails = found.slice(0, limit);
  const next = found.length > limit ? (mails.at(-1)?.id ?? null) : null;
  return { kind: 'json', json: { messages: mails, count: mails.length, next } };
}

function page(html: string): Answer {
  return { kind: 'page', html, headers: pageHeaders };
}
