import { expect, test } from 'vitest'
import { drawingOf, sizeOf, wholeOf } from './graph-layout.ts'
import { place, placing } from './graph-place.ts'

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
  const over = once.nodes.flatMap((a) => once.nodes.filter((b) => a.id < b.id && Math.hypot(a.x - b.x, a.y - b.y) < sizeOf(a) + sizeOf(b)))
  expect(over).toEqual([])
  const view = wholeOf(once.nodes, 800, 500)
  for (const { x, y } of once.nodes) {
    expect(Math.abs((x - view.x) * view.scale)).toBeLessThanOrEqual(400)
    expect(Math.abs((y - view.y) * view.scale)).toBeLessThanOrEqual(250)
  }
})

test('what has nothing in common lies side by side, not one within another', () => {
  // 20 clusters of 100 points each
  const values = Array.from({ length: 1_000 }, (_, at) => value(at))
  const groups = Array.from({ length: 1_000 }, (_, at) => group(at, [at, (at + 20 * (1 + (at % 7))) % 1_000]))
  const drawing = drawingOf({ values, groups })
  place(drawing)
  const boxes = Array.from({ length: 20 }, (_, cluster) => {
    const of = drawing.nodes.filter(({ value: name }) => Number(name.replaceAll(/\D/g, '')) % 20 === cluster)
    const [xs, ys] = [of.map(({ x }) => x), of.map(({ y }) => y)]
    return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }
  })
  const meeting = boxes.flatMap((a, at) =>
    boxes.slice(at + 1).filter((b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top),
  )
  expect(meeting).toEqual([])
})

test('placing goes in so many small turns that a page goes on meanwhile, whatever the shape', () => {
  const values = Array.from({ length: 1_000 }, (_, at) => value(at))
  const star = Array.from({ length: 1_000 }, (_, at) => group(at, [0, at]))
  const chain = Array.from({ length: 999 }, (_, at) => group(at, [at, at + 1]))
  for (const groups of [star, chain, [], [group(1, [])]]) {
    const drawing = drawingOf({ values, groups })
    const turns = [...placing(drawing)].length
    expect(turns).toBeLessThan(1_000)
    expect(turns >= 100 || drawing.nodes.length < 3).toBe(true)
    expect(drawing.nodes.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true)
  }
})
