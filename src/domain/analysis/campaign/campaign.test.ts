import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { analyseMessage } from '../../../forensics/message/index.ts'
import { openGatherer } from './gather.ts'
import { type Marks, marksOf, mostMarks } from './index.ts'

const folder = fileURLToPath(new URL('../../../../fixtures/samples/', import.meta.url))
const sample = (name: string): string => readFileSync(`${folder}${name}`, 'latin1')

async function marksIn(text: string): Promise<Marks> {
  return marksOf({ kind: 'message', message: await analyseMessage(Buffer.from(text, 'latin1'), {}) })
}

let samples: readonly { readonly name: string; readonly marks: Marks }[]
beforeAll(async () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.eml'))
  samples = await Promise.all(names.map(async (name) => ({ name, marks: await marksIn(sample(name)) })))
})

describe('marks of a message', () => {
  test('are the same for the same bytes, each once, and never more than the limit', async () => {
    for (const { name, marks } of samples) {
      expect(marks.length).toBeGreaterThan(0)
      expect(marks.length).toBeLessThanOrEqual(mostMarks)
      expect(new Set(marks.map(({ key }) => key)).size).toBe(marks.length)
      expect(await marksIn(sample(name))).toEqual(marks)
    }
  })

  test('of a megabyte of links stay within the limit', async () => {
    const links = Array.from({ length: 30_000 }, (_, at) => `http://x${at}.example/${at}/a-${at}`).join('\r\n')
    expect((await marksIn(`Subject: links\r\n\r\n${links}`)).length).toBeLessThanOrEqual(mostMarks)
  })
})

describe('a report', () => {
  test('alone stays alone, and so do unlike ones beside each other', () => {
    const gatherer = openGatherer()
    for (const { name, marks } of samples) gatherer.add(name, marks)
    gatherer.settle()
    for (const { name } of samples) expect([name, gatherer.placeOf(name)?.campaign]).toEqual([name, null])
  })

  test('with other salad, in a new envelope, is with its like', async () => {
    const letter = sample('advance-fee.en.eml')
    const salad = '\r\nlantern gravel orchid thimble walrus cobalt meadow pickle saddle ribbon tundra velvet\r\n'
    const gatherer = openGatherer()
    for (const { name, marks } of samples) gatherer.add(name, marks)
    gatherer.add('mutant', await marksIn(`${letter.replace(/^Subject:.*$/m, 'Subject: xk2f9 hello')}${salad}`))
    expect(gatherer.placeOf('mutant')?.campaign).not.toBeNull()
    expect(gatherer.placeOf('mutant')?.campaign).toBe(gatherer.placeOf('advance-fee.en.eml')?.campaign)
    expect(gatherer.placeOf('mutant')?.why[0]?.weight).toBeGreaterThan(0)
  })
})
