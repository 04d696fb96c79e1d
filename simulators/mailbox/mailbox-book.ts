import type { DatabaseSync } from 'node:sqlite';
import { numberOf, openBook, textOf, type Row } from '../book.ts';

export type Mail = {
  messageId: string;
  sender: string;
  recipients: string[];
  subject: string;
  text: string;
  receivedAt: string;
};
export type StoredMail = Mail & { id: number };
export type MailQuestion = { after: number; limit: number };

export type MailboxBook = {
  database: DatabaseSync;
  /** Keeps every mail that arrives; the same Message-ID twice is two mails. */
  keep: (mail: Mail) => void;
  list: (question: MailQuestion) => StoredMail[];
  newest: (limit: number) => StoredMail[];
  find: (id: number) => StoredMail | undefined;
  count: () => number;
  close: () => void;
};

const tables = `
  create table mails (
    id integer primary key,
    message_id text not null,
    sender text not null,
    recipients text not null,
    subject text not null,
    body text not null,
    received_at text not null
  ) strict;`;

const columns = 'id, message_id, sender, recipients, subject, body, received_at';

export function openMailboxBook(stateDirectory: string): MailboxBook {
  const database = openBook(stateDirectory, 'mailbox', tables);
  const insert = database.prepare(
    `insert into mails (message_id, sender, recipients, subject, body, received_at)
     values (?, ?, ?, ?, ?, ?)`,
  );
  const listFrom = database.prepare(
    `select ${columns} from mails where id > ? order by id limit ?`,
  );
  const listNewest = database.prepare(`select ${columns} from mails order by id desc limit ?`);
  const findOne = database.prepare(`select ${columns} from mails where id = ?`);
  const countAll = database.prepare('select count(*) as count from mails');

  return {
    database,
    keep({ messageId, sender, recipients, subject, text, receivedAt }) {
      insert.run(messageId, sender, recipients.join('\n'), subject, text, receivedAt);
    },
    list: ({ after, limit }) => listFrom.all(after, limit).map(mailOf),
    newest: (limit) => listNewest.all(limit).map(mailOf),
    find(id) {
      const row = findOne.get(id);
      return row && mailOf(row);
    },
    count: () => numberOf(countAll.get() ?? {}, 'count'),
    close: () => database.close(),
  };
}

function mailOf(row: Row): StoredMail {
  return {
    id: numberOf(row, 'id'),
    messageId: textOf(row, 'message_id'),
    sender: textOf(row, 'sender'),
    recipients: textOf(row, 'recipients').split('\n'),
    subject: textOf(row, 'subject'),
    text: textOf(row, 'body'),
    receivedAt: textOf(row, 'received_at'),
  };
}
