import type { CampaignGraph } from '../../../../src/domain/analysis/contract/campaigns.ts'

/** One point of the drawing: a value, or reports that name the very same values. */
export type Node = {
  readonly id: number
  readonly kind: 'group' | CampaignGraph['values'][number]['kind']
  /** the value; of a group the id of one of its reports */
  readonly value: string
  readonly reports: number
  /** values that nobody else names and that are drawn as a part of the group */
  readonly own: readonly { readonly kind: string; readonly value: string }[]
  x: number
  y: number
}
export type Edge = { readonly from: number; readonly to: number }
export type Drawing = { readonly nodes: readonly Node[]; readonly edges: readonly Edge[] }

/** from so many on, values that one group alone names become a part of it */
const ownFrom = 3

/** Points and lines of a graph, not placed yet. What one group alone names hangs on it as a number, so that what is shared stands out. */
export function drawingOf({ values, groups }: Pick<CampaignGraph, 'values' | 'groups'>): Drawing {
  const namedBy = values.map(() => 0)
  for (const group of groups) for (const at of group.values) namedBy[at] = (namedBy[at] ?? 0) + 1
  const nodes: Node[] = []
  const edges: Edge[] = []
  const places = new Map<number, number>()
  const add = (node: Omit<Node, 'id' | 'x' | 'y'>): number => nodes.push({ ...node, id: nodes.length, x: 0, y: 0 }) - 1
  for (const group of groups) {
    const lone = group.values.filter((at) => namedBy[at] === 1)
    const folded = lone.length >= ownFrom ? new Set(lone) : new Set<number>()
    const own = [...folded].flatMap((at) => values[at] ?? [])
    const from = add({ kind: 'group', value: group.report, reports: group.reports, own })
    for (const at of group.values) {
      const value = values[at]
      if (value === undefined || folded.has(at)) continue
      const to = places.get(at) ?? add({ ...value, own: [] })
      places.set(at, to)
      edges.push({ from, to })
    }
  }
  return { nodes, edges }
}

const ticks = 160
const reach = 90
const length = 34

/**
 * Places the points: those that belong together close, the others apart. The same graph always lies the same. Repulsion reaches only so far and is
 * looked up in a grid, so that 2,000 points take a moment.
 */
export function place({ nodes, edges }: Drawing): void {
  // a spiral as of a sunflower to begin with: the most connected inside
  const degree = nodes.map(() => 0)
  for (const { from, to } of edges) for (const at of [from, to]) degree[at] = (degree[at] ?? 0) + 1
  const order = nodes.toSorted((a, b) => (degree[b.id] ?? 0) - (degree[a.id] ?? 0) || a.id - b.id)
  order.forEach((node, at) => {
    const angle = at * 2.399963
    const radius = 16 * Math.sqrt(at + 0.5)
    node.x = radius * Math.cos(angle)
    node.y = radius * Math.sin(angle)
  })
  const dx = new Float64Array(nodes.length)
  const dy = new Float64Array(nodes.length)
  for (let tick = 0; tick < ticks; tick++) {
    dx.fill(0)
    dy.fill(0)
    repel(nodes, dx, dy)
    for (const { from, to } of edges) pull(nodes, degree, dx, dy, from, to)
    const most = 18 * (1 - tick / ticks) + 0.5
    for (const node of nodes) {
      const x = (dx[node.id] ?? 0) - node.x * 0.006
      const y = (dy[node.id] ?? 0) - node.y * 0.006
      const far = Math.hypot(x, y)
      const step = far > most ? most / far : 1
      node.x += x * step
      node.y += y * step
    }
  }
}

function repel(nodes: readonly Node[], dx: Float64Array, dy: Float64Array): void {
  const cells = new Map<string, Node[]>()
  const cellOf = (value: number) => Math.floor(value / reach)
  for (const node of nodes) {
    const key = `${cellOf(node.x)} ${cellOf(node.y)}`
    const cell = cells.get(key)
    if (cell === undefined) cells.set(key, [node])
    else cell.push(node)
  }
  for (const node of nodes)
    for (let i = -1; i <= 1; i++)
      for (let k = -1; k <= 1; k++)
        for (const other of cells.get(`${cellOf(node.x) + i} ${cellOf(node.y) + k}`) ?? []) {
          if (other.id === node.id) continue
          // two at one place part by their numbers
          const x = node.x - other.x || (node.id - other.id) * 0.01
          const y = node.y - other.y || (other.id - node.id) * 0.01
          const square = x * x + y * y
          if (square > reach * reach) continue
          const force = 420 / (square + 30)
          const far = Math.sqrt(square) || 1
          dx[node.id] = (dx[node.id] ?? 0) + (x / far) * force
          dy[node.id] = (dy[node.id] ?? 0) + (y / far) * force
        }
}

function pull(nodes: readonly Node[], degree: readonly number[], dx: Float64Array, dy: Float64Array, from: number, to: number): void {
  const a = nodes[from]
  const b = nodes[to]
  if (a === undefined || b === undefined) return
  const x = b.x - a.x
  const y = b.y - a.y
  const far = Math.hypot(x, y) || 1
  // many lines at one point must not draw everything into it
  const force = ((far - length) * 0.22) / Math.sqrt(Math.min(degree[from] ?? 1, degree[to] ?? 1))
  dx[from] = (dx[from] ?? 0) + (x / far) * force
  dy[from] = (dy[from] ?? 0) + (y / far) * force
  dx[to] = (dx[to] ?? 0) - (x / far) * force
  dy[to] = (dy[to] ?? 0) - (y / far) * force
}

export type View = { readonly x: number; readonly y: number; readonly scale: number }

/** The view that shows all points in so much room. */
export function wholeOf(nodes: readonly Node[], width: number, height: number): View {
  if (nodes.length === 0) return { x: 0, y: 0, scale: 1 }
  const xs = nodes.map(({ x }) => x)
  const ys = nodes.map(({ y }) => y)
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const scale = Math.min(2, (width - 48) / Math.max(1, right - left), (height - 48) / Math.max(1, bottom - top))
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.max(0.02, scale) }
}

/** The radius of a point, in pixels on the screen. */
export function radiusOf({ kind, reports }: Pick<Node, 'kind' | 'reports'>, scale: number): number {
  const base = (kind === 'group' ? 4 : 3) + 2.2 * Math.log2(1 + reports)
  return Math.max(2, Math.min(22, base * Math.min(1.4, Math.max(0.45, scale))))
}

/** Where a key leads the view: arrows move it, + and − make it larger and smaller; undefined for other keys. */
export function viewAfter(key: string, view: View): View | undefined {
  const step = 60 / view.scale
  if (key === 'ArrowLeft') return { ...view, x: view.x - step }
  if (key === 'ArrowRight') return { ...view, x: view.x + step }
  if (key === 'ArrowUp') return { ...view, y: view.y - step }
  if (key === 'ArrowDown') return { ...view, y: view.y + step }
  const by = key === '+' || key === '=' ? 1.3 : key === '-' ? 1 / 1.3 : undefined
  return by === undefined ? undefined : { ...view, scale: Math.min(8, Math.max(0.02, view.scale * by)) }
}
