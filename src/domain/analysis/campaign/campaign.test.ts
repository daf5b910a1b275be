import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { analyseMessage } from '../../../forensics/message/index.ts'
import { openGatherer } from './gather.ts'
import { assign, type Candidate, type Mark, type Marks, marksOf, mostMarks } from './index.ts'
import { markOf } from './mark.ts'

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

describe('a decision', () => {
  const nothing = () => ({ seen: 0, of: 0 })
  const words = (name: string): Mark[] => Array.from({ length: 8 }, (_, at) => markOf('text', `${name} ${at}`))
  const one = (id: string, marks: Marks, campaign: string | null = null, pinned = false): Candidate => ({ id, marks, campaign, pinned })

  test('leaves alone whom a person has placed alone', () => {
    expect(assign(words('a'), [one('1', words('a'))], nothing)).toMatchObject({ kind: 'start', with: ['1'] })
    expect(assign(words('a'), [one('1', words('a'), null, true)], nothing)).toEqual({ kind: 'alone' })
  })

  test('does not follow what many different campaigns share', () => {
    const file = markOf('file', 'logo')
    const sharing = (count: number) => Array.from({ length: count }, (_, at) => one(`${at}`, [file, ...words(`own ${at}`)], `c${at}`))
    expect(assign([file], sharing(1), nothing).kind).toBe('join')
    expect(assign([file], sharing(12), nothing).kind).toBe('alone')
  })

  test('is drawn into a campaign by its core and not by one odd member', () => {
    const core = Array.from({ length: 6 }, (_, at) => one(`${at}`, words('core'), 'c'))
    const odd = one('odd', [...words('core'), ...words('odd')], 'c')
    expect(assign(words('core'), [...core, odd], nothing)).toMatchObject({ kind: 'join', campaign: 'c' })
    expect(assign(words('odd'), [...core, odd], nothing)).toEqual({ kind: 'alone' })
  })

  test('on a whole set comes out the same in any order', () => {
    const marks = [...'aabbbc'].map((name, at) => ({ id: `${name}${at}`, marks: words(name) }))
    const groupsOf = (list: typeof marks) => {
      const gatherer = openGatherer()
      for (const { id, marks: own } of list) gatherer.add(id, own)
      gatherer.settle()
      const names = marks.map(({ id }) => gatherer.placeOf(id)?.campaign ?? null)
      return names.map((name) => (name === null ? null : names.indexOf(name)))
    }
    expect(groupsOf(marks)).toEqual([0, 0, 2, 2, 2, null])
    for (let turn = 1; turn < marks.length; turn++)
      expect(groupsOf([...marks.slice(turn), ...marks.slice(0, turn)])).toEqual(groupsOf(marks))
    expect(groupsOf([...marks].reverse())).toEqual(groupsOf(marks))
  })
})
