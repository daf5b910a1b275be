import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unzip } from '../domain/evidence/testing/zip.ts'
import { importReports } from './cli/import.ts'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'

let house: House
let ann: Client
let root: pg.Client
let folder: string
beforeAll(async () => {
  house = await openHouse()
  ann = await firstRun(house)
  root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
  folder = await mkdtemp(join(tmpdir(), 'tocsin-forms-'))
})
afterAll(async () => {
  await root.end()
  await house.close()
  await rm(folder, { recursive: true, force: true })
})

type Person = { readonly address: string; readonly name: string }
type Mail = { readonly header: readonly string[]; readonly body: string }
type Entity = { readonly type: string; readonly body: string; readonly header?: string }

const text = ({ header, body }: Mail) => [...header, '', body, ''].join('\r\n')
const multipart = (kind: string, ...parts: readonly Entity[]): Mail => ({
  header: ['MIME-Version: 1.0', `Content-Type: multipart/${kind}; boundary="=b"`],
  body: [
    ...parts.flatMap(({ type, body, header }) => ['--=b', `Content-Type: ${type}`, ...(header === undefined ? [] : [header]), '', body]),
    '--=b--',
  ].join('\r\n'),
})
const spam = (n: number) =>
  text({ header: ['From: Winner <w@bad.example>', `Subject: Prize ${n}`, 'Message-ID: <s@bad.example>'], body: `Dear winner ${n}` })

const desk = 'To: report@tocsin.example'
const smtp = (mail: Mail, from: string) => sendBySmtp(house.smtpPort, { from, to: 'report@tocsin.example', bytes: Buffer.from(text(mail)) })
const api = (mail: Mail) => ann.call('POST', '/api/reports', Buffer.from(text(mail)), { 'content-type': 'message/rfc822' })
const quiet = { write: () => true }
async function importBox(...mails: readonly Mail[]): Promise<void> {
  const path = join(folder, `${Math.random()}.mbox`)
  const box = mails.map((mail) => `From sender@citizen.example Sat Nov 21 10:00:00 2026\n${text(mail).replaceAll('\r\n', '\n')}\n`)
  await writeFile(path, box.join(''))
  const nothing = (async function* () {})()
  await importReports([path], { stdin: nothing, stdout: quiet, stderr: quiet, env: house.environment })
}

/** A forward of the spam as attachment, and what else its header says. */
const forwarded = (n: number, ...header: readonly string[]): Mail => {
  const mail = multipart(
    'mixed',
    { type: 'text/plain; charset=utf-8', body: `Please look ${n}.` },
    { type: 'message/rfc822', body: spam(n) },
  )
  return { ...mail, header: [...header, `Subject: Fwd: Prize ${n}`, ...mail.header] }
}

/** A feedback report on the spam. */
const feedback = (n: number, header: readonly string[], fields: readonly string[]): Mail => {
  const mail = multipart(
    'report; report-type=feedback-report',
    { type: 'text/plain', body: `This is an abuse report ${n}.` },
    { type: 'message/feedback-report', body: ['Feedback-Type: abuse', 'User-Agent: X/1', 'Version: 1', ...fields].join('\r\n') },
    { type: 'message/rfc822', body: spam(n) },
  )
  return { ...mail, header: [...header, `Subject: FW: Prize ${n}`, ...mail.header] }
}

const inline = (n: number, header: readonly string[], to: string): Mail => ({
  header: [...header, desk, `Subject: Fwd: Prize ${n}`],
  body: [
    `See below ${n}.`,
    '',
    '---------- Forwarded message ---------',
    'From: Winner <w@bad.example>',
    'Date: Sat, Nov 21, 2026 at 10:00 AM',
    `Subject: Prize ${n}`,
    `To: ${to}`,
    '',
    `Dear winner ${n}`,
  ].join('\r\n'),
})

const isp = 'From: Abuse desk <abuse@isp.example>'
const full = ({ name, address }: Person) => `${name} <${address}>`

/** What arrives and names the person; `theirs` where they wrote what brought the report, so that the file is theirs as well; `name`: by name too. */
type Case = { readonly arrives: (who: Person, n: number) => Promise<unknown>; readonly theirs: boolean; readonly name: boolean }
const cases: Readonly<Record<string, Case>> = {
  'a feedback report (ARF) that they sent': {
    arrives: (who, n) => smtp(feedback(n, [`From: ${full(who)}`, desk], []), `bounce-${n}@isp.example`),
    theirs: true,
    name: true,
  },
  'a feedback report whose machine part names them as recipient': {
    arrives: (who, n) => smtp(feedback(n, [isp, desk], [`Original-Rcpt-To: <${who.address}>`]), `bounce-${n}@isp.example`),
    theirs: false,
    name: false,
  },
  'a feedback report that was handed in by the API': {
    arrives: (who, n) => api(feedback(n, [`From: ${full(who)}`, desk], [])),
    theirs: true,
    name: true,
  },
  'a forward as attachment': {
    arrives: (who, n) => smtp(forwarded(n, `From: ${full(who)}`, desk), who.address),
    theirs: true,
    name: true,
  },
  'a forward as attachment that reached us as a blind copy, from another envelope': {
    arrives: (who, n) => smtp(forwarded(n, `From: ${full(who)}`, 'To: somebody@else.example'), `list-${n}@lists.example`),
    theirs: true,
    name: true,
  },
  'a forward as attachment of somebody else, of which they have a copy': {
    arrives: (who, n) => smtp(forwarded(n, `From: bob${n}@citizen.example`, desk, `Cc: ${full(who)}`), `bob${n}@citizen.example`),
    theirs: false,
    name: true,
  },
  'an inline forward': {
    arrives: (who, n) => smtp(inline(n, [`From: ${full(who)}`], 'somebody@else.example'), who.address),
    theirs: true,
    name: true,
  },
  'an inline forward of somebody else, of a message to them': {
    arrives: (who, n) => smtp(inline(n, [`From: bob${n}@citizen.example`], full(who)), `bob${n}@citizen.example`),
    theirs: false,
    name: true,
  },
  'raw spam to a trap, with them in a trace field alone': {
    arrives: (who, n) =>
      smtp(
        {
          header: [
            `Received: from a.example (a.example [192.0.2.1]) by b.example with ESMTP id ${n} for <${who.address}>; Sat, 21 Nov 2026 10:00:00 +0000`,
            'From: w@bad.example',
            'To: undisclosed-recipients:;',
            `Subject: Prize ${n}`,
          ],
          body: `Dear winner ${n}`,
        },
        `w${n}@bad.example`,
      ),
    theirs: false,
    name: false,
  },
  'raw spam, with them in the envelope alone': {
    arrives: (who, n) =>
      smtp(
        { header: ['From: w@bad.example', 'To: undisclosed-recipients:;', `Subject: Prize ${n}`], body: `Dear winner ${n}` },
        who.address,
      ),
    theirs: true,
    name: false,
  },
  'raw spam to them': {
    arrives: (who, n) => api({ header: ['From: w@bad.example', `To: ${full(who)}`, `Subject: Prize ${n}`], body: `Dear winner ${n}` }),
    theirs: false,
    name: true,
  },
  'a forward in an imported mailbox': {
    arrives: (who, n) => importBox(forwarded(n, `From: ${full(who)}`, desk), forwarded(n + 10_000, 'From: other@citizen.example', desk)),
    theirs: true,
    name: true,
  },
  'a mail without anything recognisable in an imported mailbox': {
    arrives: (who, n) => importBox({ header: [`From: ${full(who)}`, desk, `Subject: hello ${n}`], body: `Nothing here ${n}` }),
    // as the reported message itself, since nothing shows that it was sent to us
    theirs: false,
    name: true,
  },
  'the public page, with an address for the answer': {
    arrives: (who, n) =>
      house.http.app.inject({
        method: 'POST',
        url: '/report',
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
        payload: `${['pasted', 'note', 'address'].map((field, at) => `--b\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${[`https://bad.example/${n}`, `It came to ${who.name}`, who.address][at]}\r\n`).join('')}--b--\r\n`,
      }),
    theirs: true,
    name: true,
  },
}

let number = 0
async function arrive(one: Case): Promise<Person & { readonly n: number }> {
  const n = ++number
  const who = { address: `mina${n}@citizen.example`, name: `Mina Quill${n}` }
  await one.arrives(who, n)
  await house.settle()
  return { ...who, n }
}

const find = async (asked: string) => {
  const { body } = await ann.call('POST', '/api/subjects/find', { text: asked })
  const { kinds } = body as { kinds: { kind: string; hits: { id: string; label: string }[] }[] }
  return new Set(
    kinds.filter(({ kind }) => kind === 'intake.report' || kind === 'analysis.reading').flatMap(({ hits }) => hits.map(({ id }) => id)),
  )
}

/** Every row of ours that any text of the organisation lies in. */
async function everything(): Promise<readonly string[]> {
  const { rows } = await root.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('intake', 'analysis', 'evidence', 'platform', 'graphile_worker') and tablename not like 'log_%'`)
  const texts: string[] = []
  for (const { name } of rows)
    texts.push(...(await root.query<{ line: string }>(`select t::text as line from ${name} t`)).rows.map(({ line }) => line))
  return texts.map((one) => one.toLowerCase())
}

describe.each(Object.entries(cases))('a data subject, in %s', (_name, one) => {
  test('is found by address and name, and handed what is theirs', async () => {
    const who = await arrive(one)
    const found = await find(who.address)
    expect(found.size).toBe(1)
    if (one.name) expect(await find(who.name)).toEqual(found)
    expect((await find(`o${who.address}`)).size).toBe(0)
    const { raw } = await ann.call('POST', '/api/subjects/export', { text: who.address })
    const files = await unzip(raw, 'infected')
    const said = files.get('subject.json')?.toString() ?? ''
    expect(JSON.parse(said).rows['intake.report'].length + JSON.parse(said).rows['analysis.reading'].length).toBeGreaterThan(0)
    expect(said.split(who.address).length).toBeGreaterThan(2)
    // who handed in what another wrote is not theirs to know
    expect(said).not.toContain(`bob${who.n}@`)
    const own = [...files].filter(([name]) => name !== 'subject.json').map(([, bytes]) => bytes.toString())
    expect(own.length > 0).toBe(one.theirs)
  })

  test.each(['erase', 'pseudonymise'] as const)('%s: nothing of ours says their address or name again', async (manner) => {
    const who = await arrive(one)
    expect((await everything()).filter((row) => row.includes(who.address))).not.toEqual([])
    for (const asked of [who.name, who.address])
      expect((await ann.call('POST', '/api/subjects/erase', { text: asked, manner, reason: 'asked in writing' })).status).toBe(200)
    await house.settle()
    const told = new RegExp(`mina${who.n}\\b|quill${who.n}\\b`)
    expect((await everything()).filter((row) => told.test(row))).toEqual([])
    expect((await find(who.address)).size + (await find(who.name)).size).toBe(0)
  })
})
