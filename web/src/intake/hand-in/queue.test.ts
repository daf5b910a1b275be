import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advance, atOnce, figuresOf, isOver, nextOf, type Queue, type QueueAct, typeOf } from './queue.ts'

const receipt = { id: 'r', reference: 'R-1', tracking: null, again: false }
const file = (id: string, size = 10, tooLarge = false) => ({ id, desk: 'd', name: `${id}.eml`, size, tooLarge })

describe('files on their way in', () => {
  test('are sent a few at a time, whatever happens, and each ends once', () => {
    const end = fc.constantFrom<'filed' | 'failed' | 'stopped'>('filed', 'failed', 'stopped')
    fc.assert(
      fc.property(fc.nat(20), fc.infiniteStream(end), (count, ends) => {
        let queue: Queue = advance([], { kind: 'add', files: Array.from({ length: count }, (_, at) => file(`f${at}`)) })
        const sent: string[] = []
        while (queue.some((one) => !isOver(one))) {
          for (const one of nextOf(queue)) {
            sent.push(one.id)
            queue = advance(queue, { kind: 'set', id: one.id, state: { kind: 'sending', part: 0 } })
          }
          expect(queue.filter((one) => one.state.kind === 'sending').length).toBeLessThanOrEqual(atOnce)
          const going = queue.find((one) => one.state.kind === 'sending')
          const how = ends.next().value ?? 'filed'
          const state: Extract<QueueAct, { kind: 'set' }>['state'] =
            how === 'filed' ? { kind: 'filed', receipt } : how === 'failed' ? { kind: 'failed', failure: null } : { kind: 'stopped' }
          queue = advance(queue, { kind: 'set', id: going?.id ?? '', state })
        }
        expect(sent).toEqual(Array.from({ length: count }, (_, at) => `f${at}`))
        expect(figuresOf(queue)).toMatchObject({ all: count, over: count, part: 1 })
      }),
    )
  })

  test('that are too large or empty are said to be, and never sent', () => {
    const queue = advance([], { kind: 'add', files: [file('a', 10, true), file('b'), file('c', 0)] })
    expect(nextOf(queue).map((one) => one.id)).toEqual(['b'])
    expect(figuresOf(queue).failed).toBe(2)
  })

  test('can be tried again when they failed, and a late word on one that is over changes nothing', () => {
    let queue = advance([], { kind: 'add', files: [file('a')] })
    queue = advance(queue, { kind: 'set', id: 'a', state: { kind: 'failed', failure: null } })
    queue = advance(queue, { kind: 'set', id: 'a', state: { kind: 'sending', part: 0.5 } })
    expect(queue[0]?.state.kind).toBe('failed')
    queue = advance(queue, { kind: 'retry', id: 'a' })
    expect(nextOf(queue)).toHaveLength(1)
  })

  test('are forgotten when they are over, and only then', () => {
    let queue = advance([], { kind: 'add', files: [file('a'), file('b')] })
    queue = advance(queue, { kind: 'set', id: 'a', state: { kind: 'filed', receipt } })
    expect(advance(queue, { kind: 'clear' }).map((one) => one.id)).toEqual(['b'])
  })

  test('are told by their names', () => {
    expect(['a.EML', 'x.json', 'b.txt', 'c.pdf', 'noname'].map(typeOf)).toEqual([
      'message/rfc822',
      'application/json',
      'text/plain',
      'application/octet-stream',
      'application/octet-stream',
    ])
  })
})
