import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { analyseMessage, messageLimits } from './index.ts'

/** A generator of numbers that gives the same ones each time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const head =
  'Received: from a (a.example [203.0.113.9]) by mx.home.example with ESMTP id 1; Tue, 3 Mar 2026 10:00:00 +0000\r\nFrom: "A, B" <a@b.example>\r\nTo: G: x@y.example, z@y.example;, w@y.example\r\nSubject: =?utf-8?B?5L2g5aW9?= =?koi8-r?Q?=C1?=\r\n'
const samples: readonly string[] = [
  `${head}Content-Type: text/plain; charset=gb18030\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nhttps://a.example/=C4=E3 call +1 888 555 0134\r\n`,
  `${head}Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\r\ntext\r\n--c\r\nContent-Type: text/html\r\n\r\n<style>.a{display:none}</style><a href="https://www.google.com/url?q=https%3A%2F%2Fx.example">www.y.example</a><div class=a>z</div><form><input type=password>\r\n--c--\r\n--b\r\nContent-Type: application/gzip; name*0*=utf-8''%e2%82; name*1*=%ac.gz\r\nContent-Transfer-Encoding: base64\r\n\r\n${gzipSync('hello hello').toString('base64')}\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${head}\r\ninner\r\n--b--\r\n`,
  `${head}DKIM-Signature: v=1; a=rsa-sha256; d=b.example; s=s; h=from; bh=x; b=y\r\nAuthentication-Results: mx.home.example; spf=pass\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n\r\n--b--`,
  `${head}Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from('%PDF-1.7\n1 0 obj<</URI(https://x.example)/OpenAction<</JS(1)>>>>').toString('base64')}`,
]

const hostile: readonly ((next: () => number) => Buffer)[] = [
  (next) => Buffer.from('('.repeat(1 + Math.floor(next() * 3000))),
  (next) => Buffer.from('<div>'.repeat(1 + Math.floor(next() * 3000))),
  () => Buffer.from('\r\n--b\r\n'),
  () => Buffer.from('\0\r\r\n'),
  (next) => Buffer.from(`To: ${'a:'.repeat(1 + Math.floor(next() * 5000))}\r\n`),
  () => Buffer.from('Content-Type: multipart/mixed; boundary=b\r\n\r\n'),
  () => Buffer.from('=?x?B?////?='),
  (next) => Buffer.from(Array.from({ length: 40 }, () => Math.floor(next() * 256))),
]

function mutate(sample: string, next: () => number): Buffer {
  let bytes = Buffer.from(sample)
  const times = 1 + Math.floor(next() * 6)
  for (let i = 0; i < times && bytes.length > 0; i++) {
    const at = Math.floor(next() * bytes.length)
    const to = Math.min(bytes.length, at + Math.floor(next() * 60))
    const kind = Math.floor(next() * 6)
    if (kind === 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(next() * 8))
    else if (kind === 1) bytes = bytes.subarray(0, at)
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)])
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)])
    else if (kind === 4)
      bytes = Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from(hostile[Math.floor(next() * hostile.length)]?.(next) ?? []),
        bytes.subarray(at),
      ])
    else bytes[at] = Math.floor(next() * 256)
    bytes = Buffer.from(bytes)
  }
  return bytes
}

describe('two thousand broken messages', () => {
  const limits = { ...messageLimits, bytes: 200_000, count: 300 }
  const resolve = () => Promise.reject(Object.assign(new Error('nothing'), { code: 'ENOTFOUND' }))

  test.each([1, 2, 3, 4])('of seed %i are read, each within its limits', { timeout: 120_000 }, async (seed) => {
    const next = seeded(seed)
    for (let i = 0; i < 500; i++) {
      const bytes = mutate(samples[i % samples.length] ?? '', next)
      const reading = await analyseMessage(bytes, i % 10 === 0 ? { resolve } : {}, limits)
      expect(reading.size).toBe(bytes.length)
      expect(reading.links.length).toBeLessThanOrEqual(300)
      expect(reading.findings.length).toBeLessThan(400)
      expect(JSON.parse(JSON.stringify(reading))).toEqual(reading)
    }
  })

  test('of the worst shapes are read too', { timeout: 120_000 }, async () => {
    const shapes = [
      `From: ${'a:'.repeat(100_000)}\n\n`,
      `To: ${'"a" <b@c.d>, '.repeat(20_000)}\n\n`,
      `From: x@y.z\nContent-Type: text/html\n\n${'<table><tr><td>'.repeat(50_000)}`,
      `From: x@y.z\nContent-Type: text/html\n\n<a href="${'x'.repeat(500_000)}">`,
      `From: x@y.z\nContent-Type: text/html\n\n<style>${'a{'.repeat(100_000)}</style><p style="${';'.repeat(100_000)}">`,
      `From: x@y.z\n\n${'http://a.b/ '.repeat(50_000)}`,
      `From: x@y.z\n\n${'http://'.repeat(80_000)}`,
      `From: x@y.z\n\n${'('.repeat(400_000)}`,
      `From: x@y.z\n\n${'1234567890 '.repeat(40_000)} call invoice`,
      `From: x@y.z\n\n${'\u0430a'.repeat(200_000)}`,
      `${'Received: from a (b [1.2.3.4]) by c; x\n'.repeat(20_000)}\n`,
      `From: x@y.z\nContent-Type: application/pdf; name=a.pdf\n\n%PDF-1.7 ${'/FlateDecode stream '.repeat(50_000)}`,
      `From: x@y.z\nContent-Type: application/zip; name=a.zip\n\n${'PK\x03\x04'.repeat(100_000)}`,
      `From: x@y.z\nContent-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\n${'<?xml ?>'.repeat(1)}${'<!--'.repeat(100_000)}`,
      '\n'.repeat(1_000_000),
      '\r'.repeat(1_000_000),
    ]
    for (const shape of shapes) expect((await analyseMessage(Buffer.from(shape), {})).size).toBe(Buffer.byteLength(shape))
  })
})
