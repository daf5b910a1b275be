import type { Caller, DemoNode } from './node.ts'
import type { Random } from './random.ts'

/** What the desks of members are told: a few campaigns, each written to many, and cases about them. */

type Lure = {
  readonly brand: string
  readonly host: string
  /** the first part of the addresses that send it */
  readonly from: string
  readonly subject: string
  readonly text: (name: string) => string
  readonly page: (parts: { readonly brand: string; readonly words: string; readonly link: string }) => string
}

const lures: readonly Lure[] = [
  {
    brand: 'Meridian Savings',
    host: 'meridian-savings-secure.example',
    from: '192.0.2.1',
    subject: 'Your account is locked',
    text: (name) => `Dear ${name}, somebody tried to enter your account. Confirm your password and card number today, or it stays locked.`,
    page: ({ brand, words, link }) =>
      `<html><body><h2>${brand}</h2><p>${words}</p><form action="${link}"><input type="password" name="p"></form><p><a href="${link}">https://www.meridian-savings.example/sign-in</a></p></body></html>`,
  },
  {
    brand: 'Foxglove Parcels',
    host: 'foxglove-delivery-fee.example',
    from: '198.51.100.4',
    subject: 'Your parcel is waiting for a fee of 1.99',
    text: (name) => `Hello ${name}, your parcel could not be delivered. Pay the customs fee of 1.99 by card within 24 hours.`,
    page: ({ brand, words, link }) =>
      `<table width="600"><tr><td bgcolor="#c40"><b>${brand}</b></td></tr><tr><td>${words}</td></tr><tr><td><a href="${link}">www.foxglove-parcels.example</a></td></tr></table>`,
  },
  {
    brand: 'Lantern Mobile',
    host: 'lantern-refund.example',
    from: '203.0.113.7',
    subject: 'You have been charged twice: claim your refund',
    text: (name) => `${name}, we charged your telephone bill twice. Enter the code that we send you by SMS to get your money back.`,
    page: ({ words, link }) =>
      `<div style="font-family:sans-serif"><div><span>${words}</span></div><hr><form action="${link}"><input name="code"></form><div><a href="${link}">Get the refund</a></div><small>Do not answer this message.</small></div>`,
  },
  {
    brand: 'Blue Quarry Pay',
    host: 'blue-quarry-verify.example',
    from: '192.0.2.9',
    subject: 'Verify your identity to keep paying',
    text: (name) => `Dear customer ${name}, new rules ask us to verify you. Upload a picture of your passport through the link below.`,
    page: ({ brand, words, link }) =>
      `<center><img alt="${brand}"><br><br>${words}<ol><li>Open the page<li>Upload the picture<li>Wait</ol><a href="${link}">https://pay.blue-quarry.example/verify</a></center>`,
  },
  {
    brand: 'Saltmarsh Pharmacy',
    host: 'saltmarsh-pills.example',
    from: '198.51.100.18',
    subject: 'Up to 80% off without prescription',
    text: (name) => `${name}, order today and get twice as many tablets for the same price. No prescription is needed, delivery is free.`,
    page: ({ words, link }) =>
      `<body bgcolor="#eeffee"><h1>Sale</h1>${words}<ul><li><a href="${link}">www.saltmarsh.example</a> Tablets</li><li><a href="${link}&amp;p=2">Drops</a></li></ul></body>`,
  },
  {
    brand: 'Tamarind Lottery',
    host: 'tamarind-prize.example',
    from: '203.0.113.20',
    subject: 'You won 850,000: send your details',
    text: (name) => `Congratulations ${name}! Your address was drawn. Send your bank details and a fee of 120 to release the prize.`,
    page: ({ words, link }) =>
      `<pre>${words}</pre><p>Answer, or use <a href="${link}">www.tamarind-lottery.example</a>.</p><p>The committee</p><p>Room 12</p>`,
  },
]
/** What a reader asked for: it is handed in too, and the desk says that it is wanted. */
const newsletter: Lure = {
  brand: 'Harbour Gazette',
  host: 'harbour-gazette.example',
  from: '198.51.100.7',
  subject: 'This week in the harbour',
  text: (name) =>
    `Dear ${name}, four ships came in, the market opens at eight, and the delivery of the paper is free in May. You get this since you asked for it.`,
  page: ({ brand, words, link }) =>
    `<table width="600"><tr><td><h1>${brand}</h1></td></tr><tr><td>${words}</td></tr><tr><td><a href="${link}">Read on</a> <a href="${link}&amp;stop">Unsubscribe</a></td></tr></table>`,
}
const greeted = ['customer', 'friend', 'member', 'reader', 'client', 'user', 'sir or madam']
const month = (date: Date) => ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][date.getUTCMonth()]
const mailDate = (date: Date) => `${date.getUTCDate()} ${month(date)} ${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} +0000`

/** One message as it arrived, with the line of the reporter's own server. All names and addresses are kept for examples (RFC 2606, 5737). */
function messageOf({ brand, host, from, subject, text, page }: Lure, random: Random, at: Date): Uint8Array {
  const address = `${from}${random.between(0, 9)}`
  const boundary = `b${random.between(1e8, 9e8)}`
  const link = `https://login.${host}/v/${random.between(1e6, 9e6)}`
  const words = text(random.pick(greeted))
  const reference = `Ref. ${random.between(1e5, 9e5)}`
  return Buffer.from(
    [
      `Received: from mail.${host} (unknown [${address}]) by mx.reporter.example with ESMTP id q${random.between(1e6, 9e6)}; ${mailDate(at)}`,
      `From: "${brand}" <service@${host}>`,
      'To: <reader@reporter.example>',
      `Subject: ${subject}`,
      `Date: ${mailDate(at)}`,
      `Message-ID: <${random.between(1e8, 9e8)}.${at.getTime()}@${host}>`,
      'MIME-Version: 1.0',
      `Content-Type: multipart/alternative; boundary="${boundary}"`,
      '',
      `--${boundary}`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      `${words}\r\n\r\n${link}\r\n\r\n${reference}`,
      `--${boundary}`,
      'Content-Type: text/html; charset=utf-8',
      '',
      page({ brand, words, link }),
      `--${boundary}--`,
      '',
    ].join('\r\n'),
  )
}

/** Hands in so many messages of one lure for whoever is signed in; answers the ids of the reports. */
export async function handIn(node: DemoNode, who: Caller, random: Random, lure: number, count: number): Promise<readonly string[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i++) {
    const bytes = messageOf(lureOf(lure), random, node.ctx.now())
    ids.push((await node.call<{ id: string }>(who, 'POST', '/api/reports', bytes)).id)
  }
  return ids
}

/** Hands in so many newsletters, and teaches that they are wanted. */
export async function handInWanted(node: DemoNode, who: Caller, random: Random, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const { id } = await node.call<{ id: string }>(who, 'POST', '/api/reports', messageOf(newsletter, random, node.ctx.now()))
    await node.rest()
    await node.call(who, 'POST', `/api/reports/${id}/lessons`, { taught: 'wanted' })
  }
}

/** The case about what a report tells of: the one that triage opened by then, or one opened by hand. Answers its id. */
export async function caseOf(node: DemoNode, who: Caller, lure: number, reports: readonly string[]): Promise<string> {
  const { brand, subject } = lureOf(lure)
  const { campaign } = await node.call<{ campaign: { id: string } | null }>(who, 'GET', `/api/reports/${reports[0]}`)
  const about = campaign === null ? `report=${reports[0]}` : `campaign=${campaign.id}`
  const { items } = await node.call<{ items: { id: string }[] }>(who, 'GET', `/api/cases?${about}`)
  const [opened] = items
  if (opened !== undefined) return opened.id
  const told = campaign === null ? { reports: reports.slice(0, 1) } : { campaigns: [campaign.id] }
  return (await node.call<{ id: string }>(who, 'POST', '/api/cases', { title: `${brand}: ${subject}`, kind: 'phishing', ...told })).id
}

function lureOf(index: number): Lure {
  const chosen = lures[index % lures.length]
  if (chosen === undefined) throw new Error('there is no such lure')
  return chosen
}
