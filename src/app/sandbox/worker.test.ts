import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { previewMessageTask, redrawPictureTask, sealArchiveTask } from '../../forensics/tasks.ts'
import { inspectMessageTask } from '../cli/inspect/task.ts'
import { openWorkers, type Workers } from './sandbox.ts'

const samples = new URL('../../../fixtures/samples/', import.meta.url)
const names = readdirSync(samples).filter((name) => name.endsWith('.eml'))
const place = { path: 'x', index: null }

let cache: string
let workers: Workers
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'tocsin-workers-'))
  workers = await openWorkers(cache, { size: 2, queue: 5_000 })
})
afterAll(async () => {
  await workers.sandbox.close()
  await rm(cache, { recursive: true, force: true })
})

describe('the workers of the product', () => {
  test('read a message and know where its origin lies', async () => {
    const bytes = new TextEncoder().encode(
      'Received: from mx.example ([8.8.8.8]) by mx.here.example; Mon, 5 Jan 2026 10:00:00 +0000\r\nSubject: x\r\n\r\nbody',
    )
    const answer = await workers.sandbox.run(inspectMessageTask, { bytes, place, form: { kind: 'json' }, trusted: [] })
    expect(JSON.parse('ok' in answer ? answer.ok : '{}')).toMatchObject({
      subject: 'x',
      origin: { ip: '8.8.8.8', country: 'US', asn: 15169 },
    })
  })

  test.each(names)('preview %s', async (name) => {
    const answer = await workers.sandbox.run(previewMessageTask, { bytes: readFileSync(new URL(name, samples)) })
    expect('ok' in answer && answer.ok.kind !== 'empty' && answer.ok.document.endsWith('</html>')).toBe(true)
  })

  test('draw pictures anew, and say what is none', async () => {
    const bytes = await sharp({ create: { width: 600, height: 300, channels: 3, background: '#080' } })
      .png()
      .toBuffer()
    const drawn = await workers.sandbox.run(redrawPictureTask, { bytes, form: 'shown', edge: 128 })
    expect(drawn).toMatchObject({ ok: { type: 'image/png', width: 128, height: 64 } })
    expect(await workers.sandbox.run(redrawPictureTask, { bytes: new Uint8Array(9), form: 'shown', edge: 128 })).toEqual({ ok: null })
  })

  test('seal archives', async () => {
    const answer = await workers.sandbox.run(sealArchiveTask, { files: [{ name: 'a', bytes: new Uint8Array(1000) }], password: 'p' })
    expect('ok' in answer && Buffer.from(answer.ok.archive.subarray(0, 2)).toString()).toBe('PK')
  })

  test('may be stopped in the middle of drawing, again and again', async () => {
    const bytes = await sharp({
      create: { width: 2000, height: 2000, channels: 3, background: '#fff', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
    })
      .jpeg({ quality: 60 })
      .toBuffer()
    for (const time of [20, 60, 120, 250, 400]) {
      const outcome = await workers.sandbox.run(redrawPictureTask, { bytes, form: 'shown', edge: 1000 }, { time })
      expect('ok' in outcome || outcome.died === 'time').toBe(true)
    }
    expect(await workers.sandbox.run(redrawPictureTask, { bytes, form: 'shown', edge: 100 })).toMatchObject({
      ok: { width: 100, height: 100 },
    })
  })
})
