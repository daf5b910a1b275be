import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { newId } from '../../../base/id.ts'

export const owner = newId()
/** A little of everything that is awkward: all kinds of columns, references, counters, jobs. */
export async function fill(client: pg.Client, texts: readonly string[]): Promise<void> {
  await client.query(
    `insert into directory.organisation (id, code, name, kind, country, since) values ($1, $2, $3, 'agency', 'SG', now())`,
    [owner, `o-${owner.slice(0, 8)}`, texts[0] ?? 'x'],
  )
  const channel = newId()
  await client.query(`insert into intake.channel (id, owner, kind, name, created_at) values ($1, $2, 'import', 'x', now())`, [
    channel,
    owner,
  ])
  for (const text of texts) {
    const [id, item, report] = [newId(), newId(), newId()]
    await client.query(
      `insert into platform.audit (id, owner, at, actor_kind, actor, action, subject, detail) values ($1, $2, now(), 'person', $3, 'a.b', $3, $4)`,
      [id, owner, text, JSON.stringify({ [text]: [text, null, 1.5] })],
    )
    await client.query(
      `insert into platform.outgoing_mail (id, owner, kind, sender, recipient, title, message, state, created_at) values ($1, $2, 'digest', '', 'a', $3, $4, 'held', now())`,
      [id, owner, text, Buffer.from(text)],
    )
    await client.query(
      `insert into evidence.item (id, owner, root, origin, sha256, size, media_type, name, received_at, recorded_at)
       values ($1, $2, $1, 'received', $3, 9007199254740993, 'text/plain', $4, '2026-01-02 03:04:05.678901+08', now())`,
      [item, owner, randomBytes(32).toString('hex'), text],
    )
    await client.query(
      `insert into evidence.custody (id, item, owner, at, act, actor_kind, actor, leaf) values ($1, $2, $3, now(), 'received', 'system', $4, $1)`,
      [id, item, owner, text],
    )
    await client.query(
      `insert into intake.report (id, owner, reference, channel, sha256, size, sameness, note, tracking_hash, received_at)
       values ($1::uuid, $2, $1::uuid::text, $3, 'x', 1, $1::uuid::text, $4, $1::uuid::text, now())`,
      [report, owner, channel, text],
    )
    await client.query(
      `insert into analysis.search_text (report, owner, received_at, tokens) values ($1, $2, now(), array_to_tsvector(array[$3, 'it''s', 'back\\slash']))`,
      [report, owner, text.replaceAll('\0', '') || 'empty'],
    )
    await client.query(
      `select graphile_worker.add_job('test.task', json_build_object('body', $1::text), queue_name => 'q', max_attempts => 7)`,
      [text],
    )
  }
  await client.query(`insert into platform.log_pending (leaf, data) values ($1, $2)`, [newId(), randomBytes(32)])
}

export const awkward = [
  '',
  'plain',
  'tab\there',
  'line\nfeed\r\n',
  '\\.',
  '\\N',
  '\n\\.\n',
  'a\\',
  '"quoted", \'twice\'',
  'ÄÖ 漢字 عربي 🦉',
  '\u0001\u007f',
]
