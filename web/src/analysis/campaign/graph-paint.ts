import { type Drawing, type Node, radiusOf, type View } from './graph-layout.ts'

type Colours = { readonly [kind in Node['kind'] | 'text' | 'ground' | 'chosen']: string }

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
    text: of('--t-text'),
    ground: of('--t-surface'),
    chosen: of('--t-text'),
  }
}

/** square pixels for each name that is drawn; more of them would cover the points */
const roomOfLabel = 14_000

/** Draws the graph as it is seen. Kinds differ by shape as well as by colour; of names only those that have room; around what is chosen all else is faint. */
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
  const near = new Set(chosen === undefined ? [] : edges.filter(isNear).flatMap(({ from, to }) => [from, to]))
  if (chosen !== undefined) near.add(chosen)
  const line = (some: Drawing['edges'], colour: string, thick: number, strong: number) => {
    pen.strokeStyle = colour
    pen.lineWidth = thick
    pen.globalAlpha = strong
    pen.beginPath()
    for (const { from, to } of some) {
      const [a, b] = [nodes[from], nodes[to]]
      if (a === undefined || b === undefined) continue
      pen.moveTo(x(a), y(a))
      pen.lineTo(x(b), y(b))
    }
    pen.stroke()
  }
  line(edges, colours.group, edges.length > 600 ? 0.5 : 1, chosen === undefined ? 0.45 : 0.15)
  if (chosen !== undefined) line(edges.filter(isNear), colours.chosen, 1.5, 1)
  for (const node of nodes) {
    pen.fillStyle = colours[node.kind]
    pen.strokeStyle = colours.ground
    pen.lineWidth = 1
    pen.globalAlpha = chosen === undefined || near.has(node.id) ? 1 : 0.25
    shape(pen, node, x(node), y(node), radiusOf(node, view.scale))
    if (node.id === chosen) {
      pen.strokeStyle = colours.chosen
      pen.lineWidth = 2.5
      pen.stroke()
    }
  }
  pen.globalAlpha = 1
  const named = chosen === undefined ? nodes : nodes.filter(({ id }) => near.has(id))
  const start = getComputedStyle(canvas).direction === 'rtl'
  const tools = { left: start ? 0 : width - 48, right: start ? 48 : width, top: 0, bottom: 112 }
  names(pen, named, chosen, { x, y, scale: view.scale, width, height, tools }, colours, labelOf)
}

function shape(pen: CanvasRenderingContext2D, { kind }: Node, x: number, y: number, r: number): void {
  pen.beginPath()
  if (kind === 'domain') pen.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7)
  else if (kind === 'address') corners(pen, x, y, r * 1.15, 4, 0)
  else if (kind === 'file') corners(pen, x, y, r * 1.2, 3, -Math.PI / 2)
  else if (kind === 'sender') corners(pen, x, y, r * 1.05, 6, 0)
  else pen.arc(x, y, r, 0, 2 * Math.PI)
  pen.fill()
  // an edge around what is small would leave nothing of it
  if (r > 3) pen.stroke()
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
  /** where the buttons lie over the drawing */
  readonly tools: Box
}

type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }
const meet = (one: Box, other: Box) => one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top

/** Names of the weightiest points in view, inside of the canvas and none over another. */
function names(
  pen: CanvasRenderingContext2D,
  nodes: readonly Node[],
  chosen: number | undefined,
  { x, y, scale, width, height, tools }: Seen,
  colours: Colours,
  labelOf: (node: Node) => string,
): void {
  pen.font = '12px system-ui, sans-serif'
  pen.textBaseline = 'middle'
  pen.direction = 'ltr'
  const taken: Box[] = [tools]
  const most = Math.max(6, Math.floor((width * height) / roomOfLabel))
  const inView = nodes.filter((node) => x(node) > 0 && x(node) < width && y(node) > 8 && y(node) < height - 8)
  const weight = (node: Node) => (node.id === chosen ? Number.POSITIVE_INFINITY : node.kind === 'group' ? node.reports / 8 : node.reports)
  for (const node of inView.toSorted((a, b) => weight(b) - weight(a)).slice(0, 400)) {
    const text = labelOf(node)
    if (text === '') continue
    if (taken.length > most) break
    const wide = pen.measureText(text).width
    const beside = radiusOf(node, scale) + 4
    const after = x(node) + beside + wide < width
    const left = after ? x(node) + beside : x(node) - beside - wide
    const box = { left: left - 4, right: left + wide + 4, top: y(node) - 10, bottom: y(node) + 10 }
    if (left < 0 || taken.some((one) => meet(one, box))) continue
    taken.push(box)
    pen.lineWidth = 3
    pen.strokeStyle = colours.ground
    pen.strokeText(text, left, y(node))
    pen.fillStyle = colours.text
    pen.fillText(text, left, y(node))
  }
}
