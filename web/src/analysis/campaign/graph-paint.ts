import { type Drawing, type Node, radiusOf, type View } from './graph-layout.ts'

type Colours = { readonly [kind in Node['kind'] | 'line' | 'text' | 'ground' | 'chosen']: string }

/** The design's own colours, as they are in the scheme at this moment. */
export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element)
  const of = (name: string) => style.getPropertyValue(name).trim() || '#888'
  return {
    group: of('--t-dim'),
    domain: of('--t-accent'),
    address: of('--t-amber'),
    file: of('--t-red'),
    sender: of('--t-blue'),
    line: of('--t-line'),
    text: of('--t-text'),
    ground: of('--t-surface'),
    chosen: of('--t-text'),
  }
}

/** names that are drawn at once; more would cover each other */
const labelsAtMost = 60

/** Draws the graph as it is seen. Kinds differ by shape as well as by colour; of names only those that have room. */
export function paint(
  canvas: HTMLCanvasElement,
  { nodes, edges }: Drawing,
  view: View,
  chosen: number | undefined,
  colours: Colours,
  labelOf: (node: Node) => string,
): void {
  const { clientWidth: width, clientHeight: height } = canvas
  const dense = devicePixelRatio || 1
  canvas.width = width * dense
  canvas.height = height * dense
  const pen = canvas.getContext('2d')
  if (pen === null) return
  pen.scale(dense, dense)
  pen.clearRect(0, 0, width, height)
  const x = (node: Node) => (node.x - view.x) * view.scale + width / 2
  const y = (node: Node) => (node.y - view.y) * view.scale + height / 2
  const isNear = ({ from, to }: { from: number; to: number }) => from === chosen || to === chosen
  const line = (some: Drawing['edges'], colour: string, thick: number) => {
    pen.strokeStyle = colour
    pen.lineWidth = thick
    pen.beginPath()
    for (const { from, to } of some) {
      const [a, b] = [nodes[from], nodes[to]]
      if (a === undefined || b === undefined) continue
      pen.moveTo(x(a), y(a))
      pen.lineTo(x(b), y(b))
    }
    pen.stroke()
  }
  line(edges, colours.line, edges.length > 3_000 ? 0.5 : 1)
  if (chosen !== undefined) line(edges.filter(isNear), colours.chosen, 1.5)
  for (const node of nodes) {
    pen.fillStyle = colours[node.kind]
    pen.strokeStyle = colours.ground
    pen.lineWidth = 1
    shape(pen, node, x(node), y(node), radiusOf(node, view.scale))
    if (node.id === chosen) {
      pen.strokeStyle = colours.chosen
      pen.lineWidth = 2.5
      pen.stroke()
    }
  }
  names(pen, nodes, chosen, { x, y, scale: view.scale, width, height }, colours, labelOf)
}

function shape(pen: CanvasRenderingContext2D, { kind }: Node, x: number, y: number, r: number): void {
  pen.beginPath()
  if (kind === 'domain') pen.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7)
  else if (kind === 'address') corners(pen, x, y, r * 1.15, 4, 0)
  else if (kind === 'file') corners(pen, x, y, r * 1.2, 3, -Math.PI / 2)
  else if (kind === 'sender') corners(pen, x, y, r * 1.05, 6, 0)
  else pen.arc(x, y, r, 0, 2 * Math.PI)
  pen.fill()
  pen.stroke()
}

function corners(pen: CanvasRenderingContext2D, x: number, y: number, r: number, count: number, turn: number): void {
  for (let at = 0; at < count; at++) {
    const angle = turn + (at * 2 * Math.PI) / count
    if (at === 0) pen.moveTo(x + r * Math.cos(angle), y + r * Math.sin(angle))
    else pen.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle))
  }
  pen.closePath()
}

type Seen = {
  readonly x: (node: Node) => number
  readonly y: (node: Node) => number
  readonly scale: number
  readonly width: number
  readonly height: number
}

/** Names of the weightiest points in view, none over another. */
function names(
  pen: CanvasRenderingContext2D,
  nodes: readonly Node[],
  chosen: number | undefined,
  { x, y, scale, width, height }: Seen,
  colours: Colours,
  labelOf: (node: Node) => string,
): void {
  pen.font = '12px system-ui, sans-serif'
  pen.textBaseline = 'middle'
  pen.direction = 'ltr'
  const taken: { left: number; right: number; top: number; bottom: number }[] = []
  const inView = nodes.filter((node) => x(node) > -40 && x(node) < width + 40 && y(node) > -20 && y(node) < height + 20)
  const order = inView.toSorted((a, b) => Number(b.id === chosen) - Number(a.id === chosen) || b.reports - a.reports)
  for (const node of order.slice(0, 400)) {
    const text = labelOf(node)
    if (text === '' || taken.length >= labelsAtMost) continue
    const left = x(node) + radiusOf(node, scale) + 4
    const box = { left, right: left + pen.measureText(text).width, top: y(node) - 8, bottom: y(node) + 8 }
    if (taken.some((one) => box.left < one.right && box.right > one.left && box.top < one.bottom && box.bottom > one.top)) continue
    taken.push(box)
    pen.lineWidth = 3
    pen.strokeStyle = colours.ground
    pen.strokeText(text, box.left, y(node))
    pen.fillStyle = colours.text
    pen.fillText(text, box.left, y(node))
  }
}
