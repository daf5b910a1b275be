import { type Drawing, type Node, sizeOf } from './graph-layout.ts'

const ticks = 110
// how strongly all push each other, lines pull and the middle pulls: tried on clusters, stars and tangles of 2,000 points
const pushing = 10
const pulling = 120
const middle = 0.01
/** room between two points, and around what hangs together */
const gap = 8
const margin = 22
/** how much wider than high the whole becomes, about as its room on the page */
const aspect = 1.45

type Body = {
  readonly node: Node
  readonly size: number
  /** lines at it, and one: a hub pushes more, and so stands apart with what is its own */
  weight: number
  x: number
  y: number
  dx: number
  dy: number
}
/** What hangs together. */
type Part = { readonly bodies: readonly Body[]; readonly lines: readonly (readonly [Body, Body])[] }

/** Places the points at once. */
export function place(drawing: Drawing): void {
  for (const _ of placing(drawing));
}

/**
 * Places the points, a little at each turn, so that a page can go on meanwhile: what hangs together is laid out by itself, then all of it side by side,
 * the largest first. The same graph always lies the same.
 */
export function* placing(drawing: Drawing): Generator<void, void> {
  const parts = partsOf(drawing)
  for (const { bodies, lines } of parts) {
    spiral(bodies)
    if (bodies.length > 1) for (let tick = 0; tick < ticks; tick++, yield) move(bodies, lines, 1 - tick / ticks)
    for (let tick = 0; tick < ticks && spread(bodies); tick++) yield
  }
  pack(parts)
  for (const { bodies } of parts) for (const { node, x, y } of bodies) Object.assign(node, { x, y })
}

function partsOf({ nodes, edges }: Drawing): readonly Part[] {
  const bodies = nodes.map((node): Body => ({ node, size: sizeOf(node), weight: 1, x: 0, y: 0, dx: 0, dy: 0 }))
  const lines = edges.flatMap(({ from, to }) => {
    const [a, b] = [bodies[from], bodies[to]]
    return a === undefined || b === undefined ? [] : [[a, b] as const]
  })
  const next = new Map(bodies.map((body) => [body, [] as Body[]]))
  for (const [a, b] of lines) {
    next.get(a)?.push(b)
    next.get(b)?.push(a)
    a.weight++
    b.weight++
  }
  const partOf = new Map<Body, number>()
  const parts: { bodies: Body[]; lines: (readonly [Body, Body])[] }[] = []
  for (const first of bodies) {
    if (partOf.has(first)) continue
    const found = [first]
    partOf.set(first, parts.length)
    for (const body of found)
      for (const other of next.get(body) ?? [])
        if (!partOf.has(other)) {
          partOf.set(other, parts.length)
          found.push(other)
        }
    parts.push({ bodies: found, lines: [] })
  }
  for (const line of lines) parts[partOf.get(line[0]) ?? 0]?.lines.push(line)
  return parts.toSorted((a, b) => b.bodies.length - a.bodies.length)
}

/** As the seeds of a sunflower to begin with, in the order in which one leads to the other. */
function spiral(bodies: readonly Body[]): void {
  bodies.forEach((body, at) => {
    body.x = 14 * Math.sqrt(at + 0.5) * Math.cos(at * 2.399963)
    body.y = 14 * Math.sqrt(at + 0.5) * Math.sin(at * 2.399963)
  })
}

/** One step: all push each other, lines pull, and so does the middle a little; steps become shorter. */
function move(bodies: readonly Body[], lines: Part['lines'], heat: number): void {
  for (const body of bodies) {
    body.dx = -body.x * middle * body.weight
    body.dy = -body.y * middle * body.weight
  }
  push(bodies)
  for (const [a, b] of lines) {
    const x = b.x - a.x
    const y = b.y - a.y
    const far = Math.sqrt(x * x + y * y) || 1
    // by the logarithm of the distance: clusters show, and long lines do not draw all into one
    const force = (pulling * Math.log1p(far / 30)) / far
    a.dx += x * force
    a.dy += y * force
    b.dx -= x * force
    b.dy -= y * force
  }
  const most = 40 * heat + 0.5
  for (const body of bodies) {
    const far = Math.hypot(body.dx, body.dy) / body.weight || 1
    const step = Math.min(0.3, most / far) / body.weight
    body.x += body.dx * step
    body.y += body.dy * step
  }
}

/** A square of the plane: its points, or where there are many the four squares in it; and all of them as one, at their centre. */
type Square = {
  readonly side: number
  readonly bodies: readonly Body[]
  readonly inner: readonly Square[]
  weight: number
  x: number
  y: number
}

function squareOf(bodies: readonly Body[], left: number, top: number, side: number): Square {
  const made: Square = {
    side,
    bodies,
    inner: bodies.length > 6 && side > 1 ? quarters(bodies, left, top, side / 2) : [],
    weight: 0,
    x: 0,
    y: 0,
  }
  for (const { x, y, weight } of bodies) {
    made.weight += weight
    made.x += x * weight
    made.y += y * weight
  }
  made.x /= made.weight
  made.y /= made.weight
  return made
}

function quarters(bodies: readonly Body[], left: number, top: number, half: number): readonly Square[] {
  const found: [Body[], Body[], Body[], Body[]] = [[], [], [], []]
  for (const body of bodies) {
    const right = body.x >= left + half
    const low = body.y >= top + half
    found[low ? (right ? 3 : 2) : right ? 1 : 0].push(body)
  }
  return found.flatMap((some, at) => (some.length === 0 ? [] : [squareOf(some, left + (at % 2) * half, top + (at > 1 ? half : 0), half)]))
}

/** Neighbours push one by one, a square as one from where it is small to see (Barnes and Hut, 1986). */
function push(bodies: readonly Body[]): void {
  const reach = bodies.reduce((most, { x, y }) => Math.max(most, Math.abs(x), Math.abs(y)), 1)
  const whole = squareOf(bodies, -reach, -reach, 2 * reach)
  for (const body of bodies) pushBy(whole, body)
}

function pushBy(square: Square, body: Body): void {
  const x = body.x - square.x
  const y = body.y - square.y
  if (square.side * square.side < x * x + y * y) away(body, square.x, square.y, square.weight)
  else if (square.inner.length > 0) for (const inner of square.inner) pushBy(inner, body)
  else for (const other of square.bodies) if (other !== body) away(body, other.x, other.y, other.weight)
}

function away(body: Body, fromX: number, fromY: number, weight: number): void {
  const x = body.x - fromX
  const y = body.y - fromY
  const force = (pushing * body.weight * weight) / (x * x + y * y + 40)
  body.dx += x * force
  body.dy += y * force
}

/** Moves points that lie over each other apart; whether there were any. */
function spread(bodies: readonly Body[]): boolean {
  const side = 2 * bodies.reduce((most, { size }) => Math.max(most, size), 0) + gap
  const cells = new Map<number, Body[]>()
  const keyOf = (x: number, y: number) => Math.floor(x / side) * 100_003 + Math.floor(y / side)
  for (const body of bodies) {
    const key = keyOf(body.x, body.y)
    const cell = cells.get(key)
    if (cell === undefined) cells.set(key, [body])
    else cell.push(body)
  }
  let any = false
  for (const body of bodies) {
    const { x, y } = body
    for (let i = -1; i <= 1; i++)
      for (let k = -1; k <= 1; k++)
        for (const other of cells.get(keyOf(x + i * side, y + k * side)) ?? [])
          if (body.node.id < other.node.id && apart(body, other)) any = true
  }
  return any
}

function apart(a: Body, b: Body): boolean {
  // two at one place part by their numbers
  const x = b.x - a.x || 0.01 * (b.node.id - a.node.id)
  const y = b.y - a.y
  const far = Math.hypot(x, y)
  const wanted = a.size + b.size + gap
  if (far >= wanted - 0.5) return false
  const by = (wanted - far) / far / 2
  a.x -= x * by
  a.y -= y * by
  b.x += x * by
  b.y += y * by
  return true
}

/** Lays the parts out in rows, the largest first. */
function pack(parts: readonly Part[]): void {
  const boxes = parts.map(({ bodies }) => {
    const of = (value: (body: Body) => number, sign: 1 | -1) =>
      bodies.reduce((most, body) => Math.max(most, sign * value(body) + body.size), Number.NEGATIVE_INFINITY)
    const [left, top] = [-of(({ x }) => x, -1), -of(({ y }) => y, -1)]
    return { bodies, left, top, width: of(({ x }) => x, 1) - left + margin, height: of(({ y }) => y, 1) - top + margin }
  })
  const area = boxes.reduce((sum, { width, height }) => sum + width * height, 0)
  const room = Math.max(boxes[0]?.width ?? 0, Math.sqrt(area * aspect))
  let [x, y, height] = [0, 0, 0]
  for (const box of boxes) {
    if (x > 0 && x + box.width > room) [x, y, height] = [0, y + height, 0]
    for (const body of box.bodies) {
      body.x += x - box.left
      body.y += y - box.top
    }
    x += box.width
    height = Math.max(height, box.height)
  }
}
