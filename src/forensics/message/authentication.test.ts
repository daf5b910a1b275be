import { generateKeyPairSync } from 'node:crypto'
import { dkimSign } from 'mailauth'
import { describe, expect, test } from 'vitest'
import { analyseMessage, authenticate, type Ports } from './index.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

const zone: Readonly<Record<string, string[]>> = {
  'TXT sender.example': ['v=spf1 ip4:203.0.113.9 -all'],
  'TXT s1._domainkey.sender.example': [`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`],
  'TXT _dmarc.sender.example': ['v=DMARC1; p=reject'],
}

function ports(answers: Readonly<Record<string, string[]>> = zone, count = { asked: 0 }): Ports {
  return {
    resolve: (name, type) => {
      count.asked++
      const found = answers[`${type} ${name.toLowerCase()}`]
      if (found !== undefined) return Promise.resolve(type === 'TXT' ? found.map((text) => [text]) : found)
      return Promise.reject(Object.assign(new Error('nothing'), { code: 'ENOTFOUND' }))
    },
  }
}

const trace = (ip = '203.0.113.9') =>
  `Return-Path: <ann@sender.example>\r\nReceived: from mail.sender.example (mail.sender.example [${ip}]) by mx.home.example with ESMTP id 1; Tue, 3 Mar 2026 10:00:00 +0000\r\n`
const body =
  'From: Ann <ann@sender.example>\r\nTo: me@home.example\r\nSubject: Hello\r\nDate: Tue, 3 Mar 2026 09:59:00 +0000\r\nMessage-ID: <1@sender.example>\r\n\r\nThe body.\r\n'

const key = { signingDomain: 'sender.example', selector: 's1', privateKey }

async function signed(): Promise<string> {
  const { signatures } = await dkimSign(body, { ...key, signatureData: [key] })
  return signatures + body
}

const words = async (text: string, from = ports()) => (await analyseMessage(Buffer.from(text), from)).authentication

describe('authentication', () => {
  test('passes for a message that was sent as its domain says', async () => {
    const found = await words(trace() + (await signed()))
    expect(found).toMatchObject({ spf: 'pass', dkim: 'pass', dmarc: 'pass', arc: 'none', policy: 'reject' })
    expect(found.details.find((detail) => detail.method === 'dkim')).toMatchObject({
      domain: 'sender.example',
      selector: 's1',
      aligned: true,
    })
  })

  test('passes also with line feeds alone and behind an mbox line', async () => {
    const text = (trace() + (await signed())).replace(/\r\n/g, '\n')
    expect(await words(`From a@b Tue Mar  3 10:00:00 2026\n${text}`)).toMatchObject({ spf: 'pass', dkim: 'pass' })
  })

  test('says neutral of a body that was changed, and fail of a header', async () => {
    const text = trace() + (await signed())
    const altered = await analyseMessage(Buffer.from(text.replace('The body.', 'Another body.')), ports())
    expect(altered.authentication.dkim).toBe('neutral')
    expect(altered.findings.map((finding) => finding.code)).toContain('dkim-altered')
    expect((await words(text.replace('Subject: Hello', 'Subject: Hi'))).dkim).toBe('fail')
  })

  test('fails for another address', async () => {
    const reading = await analyseMessage(Buffer.from(trace('198.51.100.1') + body), ports())
    expect(reading.authentication).toMatchObject({ spf: 'fail', dkim: 'none', dmarc: 'fail' })
    expect(reading.findings.map((finding) => finding.code)).toEqual(expect.arrayContaining(['spf-fail', 'dmarc-fail']))
  })

  test('is temperror where the resolver fails, and never an exception', async () => {
    const dead: Ports = { resolve: () => Promise.reject(Object.assign(new Error('timeout'), { code: 'ETIMEOUT' })) }
    const found = await words(trace() + (await signed()), dead)
    expect([found.spf, found.dkim]).toEqual(['temperror', 'temperror'])
    const odd: Ports = { resolve: () => Promise.resolve(null as unknown as string[]) }
    expect((await words(trace() + (await signed()), odd)).spf).not.toBe('pass')
  })

  test('asks a bounded number of questions, whatever the message asks for', async () => {
    const count = { asked: 0 }
    const many = Array.from(
      { length: 500 },
      (_, i) => `DKIM-Signature: v=1; a=rsa-sha256; d=x${i}.example; s=s; h=from; bh=eA==; b=eA==\r\n`,
    ).join('')
    await words(trace() + many + body, ports(zone, count))
    expect(count.asked).toBeLessThanOrEqual(80)
  })

  test('is unchecked without a resolver, and what the receiver noted stands apart', async () => {
    const noted = 'Authentication-Results: mx.home.example; spf=fail smtp.mailfrom=sender.example; dkim=none; dmarc=fail\r\n'
    const forged = 'Authentication-Results: mx.home.example.evil.test; spf=pass; dkim=pass; dmarc=pass\r\n'
    const reading = await analyseMessage(Buffer.from(noted + trace() + forged + body), {})
    expect(reading.authentication).toMatchObject({
      spf: 'unchecked',
      claimed: { by: 'mx.home.example', spf: 'fail', dkim: 'none', dmarc: 'fail', line: 0 },
    })
    expect(reading.findings.map((finding) => finding.code)).toContain('claimed-fail')
    expect((await analyseMessage(Buffer.from(trace() + forged + body), {})).authentication.claimed).toBeNull()
  })

  test('can be asked for with the envelope that a listener saw', async () => {
    const found = await authenticate(
      Buffer.from(body),
      { ip: '203.0.113.9', helo: 'mail.sender.example', mailFrom: 'ann@sender.example' },
      ports(),
    )
    expect(found).toMatchObject({ spf: 'pass', dmarc: 'pass' })
    expect((await authenticate(Buffer.from(body), { ip: null, helo: null, mailFrom: null }, ports())).spf).toBe('none')
  })
})
