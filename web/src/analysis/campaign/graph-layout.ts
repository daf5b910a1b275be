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

/** The radius of a point where it lies; its weight is its reports. */
export function sizeOf({ kind, reports }: Pick<Node, 'kind' | 'reports'>): number {
  return Math.min(22, (kind === 'group' ? 3 : 4) + 2.2 * Math.log2(1 + reports))
}

/** The radius of a point, in pixels on the screen: as it lies, so that points that lie apart are seen apart, but never too small to see. */
export function radiusOf(node: Pick<Node, 'kind' | 'reports'>, scale: number): number {
  return Math.max(1.5, sizeOf(node) * Math.min(1.4, scale))
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
