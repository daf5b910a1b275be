import { expect, test } from 'vitest'
import { drawingOf, place, wholeOf } from './graph-layout.ts'

const value = (at: number) => ({ kind: 'domain' as const, value: `d${at}.example`, reports: 2 })
const group = (at: number, values: readonly number[]) => ({ report: `r${at}`, reports: 1, values: [...values] })

test('what one group alone names is a part of it, what is shared is a point of its own', () => {
  const values = Array.from({ length: 6 }, (_, at) => value(at))
  const { nodes, edges } = drawingOf({ values, groups: [group(1, [0, 1, 2, 3]), group(2, [0, 4, 5])] })
  expect(nodes.map(({ kind, own }) => [kind, own.length])).toEqual([
    ['group', 3],
    ['domain', 0],
    ['group', 0],
    ['domain', 0],
    ['domain', 0],
  ])
  expect(edges.length).toBe(4)
})

test('2,000 points are placed apart, always the same, and all can be seen', () => {
  const values = Array.from({ length: 1_000 }, (_, at) => value(at))
  const groups = Array.from({ length: 1_000 }, (_, at) => group(at, [at, (at * 7) % 1_000]))
  const once = drawingOf({ values, groups })
  const again = drawingOf({ values, groups })
  place(once)
  place(again)
  expect(once.nodes.length).toBe(2_000)
  expect(once).toEqual(again)
  expect(once.nodes.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true)
  const places = new Set(once.nodes.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`))
  expect(places.size).toBeGreaterThan(1_900)
  const view = wholeOf(once.nodes, 800, 500)
  for (const { x, y } of once.nodes) {
    expect(Math.abs((x - view.x) * view.scale)).toBeLessThanOrEqual(400)
    expect(Math.abs((y - view.y) * view.scale)).toBeLessThanOrEqual(250)
  }
})
