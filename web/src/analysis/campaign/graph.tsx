import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { IconFocusCentered, IconMinus, IconPlus } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CampaignGraph, readGraphOfCampaign } from '../../../../src/domain/analysis/contract/campaigns.ts'
import { Answer } from '../../app/answer.tsx'
import { useRead } from '../../app/read.ts'
import { defang } from '../../ui/defang.ts'
import { formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import classes from './graph.module.css'
import { type Drawing, drawingOf, type Node, radiusOf, type View, viewAfter, wholeOf } from './graph-layout.ts'
import { coloursOf, paint } from './graph-paint.ts'
import { placing } from './graph-place.ts'

/** What the reports of a campaign share, as a drawing and as a table that says the same. */
export function Graph({ campaign }: { readonly campaign: string }) {
  const { t } = useTranslation('analysis')
  const graph = useRead(readGraphOfCampaign, { params: { id: campaign } }, { staleFor: 60_000 })
  const [shown, setShown] = useState<'drawing' | 'table'>('drawing')
  return (
    <Answer of={graph}>
      {(data) =>
        data.values.length === 0 ? (
          <p className={classes.note}>{t('campaign.graph.none')}</p>
        ) : (
          <div className={classes.graph}>
            <div className={classes.bar}>
              <SegmentedControl
                size="xs"
                aria-label={t('campaign.graph.how')}
                value={shown}
                onChange={(value) => setShown(value as typeof shown)}
                data={(['drawing', 'table'] as const).map((value) => ({ value, label: t(`campaign.graph.${value}`) }))}
              />
              <span className={classes.note}>{t('campaign.graph.of', { count: data.lookedAt })}</span>
            </div>
            {shown === 'drawing' ? <Placed data={data} /> : <Table data={data} />}
            {data.left.values + data.left.groups > 0 && (
              <p className={classes.note}>{t('campaign.graph.left', { count: data.left.values + data.left.groups })}</p>
            )}
          </div>
        )
      }
    </Answer>
  )
}

function useNodeText(): (node: Pick<Node, 'kind' | 'value' | 'reports' | 'own'>) => string {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  return ({ kind, value, reports, own }) => {
    const some = own
      .slice(0, 3)
      .map((one) => `\u2068${defang(one.value)}\u2069`)
      .join(', ')
    if (kind !== 'group')
      return t('campaign.graph.value', { count: reports, kind: t(`campaign.kind.${kind}`), value: `\u2068${defang(value)}\u2069` })
    return own.length === 0
      ? t('campaign.graph.group', { count: reports })
      : `${t('campaign.graph.group', { count: reports })} ${t('campaign.graph.own', { count: own.length, number: formatNumber(own.length, locale), some })}`
  }
}

/** milliseconds of placing at a time: short enough that typing and scrolling go on meanwhile */
const slice = 12

function Placed({ data }: { readonly data: CampaignGraph }) {
  const { t } = useTranslation('analysis')
  const [drawing, setDrawing] = useState<Drawing>()
  useEffect(() => {
    const made = drawingOf(data)
    const steps = placing(made)
    let timer: ReturnType<typeof setTimeout>
    const go = () => {
      const until = performance.now() + slice
      let done = false
      while (!done && performance.now() < until) done = steps.next().done === true
      if (done) setDrawing(made)
      else timer = setTimeout(go)
    }
    go()
    return () => clearTimeout(timer)
  }, [data])
  return drawing === undefined ? (
    <Skeleton className={classes.canvas} role="status" aria-label={t('campaign.graph.drawn')} />
  ) : (
    <Canvas drawing={drawing} />
  )
}

function Canvas({ drawing }: { readonly drawing: Drawing }) {
  const { t } = useTranslation('analysis')
  const navigate = useNavigate()
  const nodeText = useNodeText()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [view, setView] = useState<View>()
  const [chosen, setChosen] = useState<number>()
  const size = useSize(canvas)
  const current = view ?? wholeOf(drawing.nodes, size.width, size.height)
  const node = chosen === undefined ? undefined : drawing.nodes[chosen]
  useEffect(() => {
    const element = canvas.current
    if (element !== null && size.width > 0) paint(element, drawing, current, chosen, coloursOf(element), (one) => labelOf(one))
  })
  const press = (key: string) => setView(viewAfter(key, current))
  const choose = (id: number) => {
    const wanted = drawing.nodes[id]
    if (wanted === undefined) return
    setChosen(id)
    setView({ x: wanted.x, y: wanted.y, scale: Math.max(current.scale, 0.9) })
  }
  const open = (one: Node | undefined) => {
    if (one?.kind === 'group') void navigate({ to: '/reports/$id', params: { id: one.value } })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const moved = viewAfter(event.key, current)
    const order = drawing.nodes.length
    if (moved !== undefined) setView(moved)
    else if (event.key === '0') setView(undefined)
    else if (event.key === 'n') choose(((chosen ?? -1) + 1) % order)
    else if (event.key === 'p') choose(((chosen ?? 0) - 1 + order) % order)
    else if (event.key === 'Enter') open(node)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const drag = useDrag(current, setView, (x, y) => setChosen(nodeAt(drawing, current, size, x, y)?.id))
  return (
    <div className={classes.drawing}>
      <div
        className={classes.stage}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: moved in by keys; the table says the same
        tabIndex={0}
        aria-label={t('campaign.graph.label')}
        aria-describedby="graph-keys"
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} className={classes.canvas} {...drag} />
      </div>
      <div className={classes.tools}>
        <Button variant="default" size="compact-sm" px={6} aria-label={t('campaign.graph.larger')} onClick={() => press('+')}>
          <IconPlus size={16} aria-hidden="true" />
        </Button>
        <Button variant="default" size="compact-sm" px={6} aria-label={t('campaign.graph.smaller')} onClick={() => press('-')}>
          <IconMinus size={16} aria-hidden="true" />
        </Button>
        <Button variant="default" size="compact-sm" px={6} aria-label={t('campaign.graph.all')} onClick={() => setView(undefined)}>
          <IconFocusCentered size={16} aria-hidden="true" />
        </Button>
      </div>
      <div className={classes.legend}>
        {(['group', 'domain', 'address', 'file', 'sender'] as const).map((kind) => (
          <span key={kind}>
            <i data-kind={kind} aria-hidden="true" /> {t(`campaign.kind.${kind}`)}
          </span>
        ))}
      </div>
      <p className={classes.chosen} aria-live="polite">
        {node === undefined ? <span id="graph-keys">{t('campaign.graph.keys')}</span> : <bdi>{nodeText(node)}</bdi>}{' '}
        {node?.kind === 'group' && (
          <Link to="/reports/$id" params={{ id: node.value }} className={classes.link}>
            {t('campaign.graph.open')}
          </Link>
        )}
      </p>
    </div>
  )
}

function labelOf({ kind, value, own }: Node): string {
  if (kind === 'group') return own.length === 0 ? '' : `+${own.length}`
  const text = defang(value)
  return text.length > 32 ? `${text.slice(0, 29)}…` : text
}

type Size = { readonly width: number; readonly height: number }

function useSize(of: React.RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  useEffect(() => {
    const element = of.current
    if (element === null) return
    const watch = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }))
    watch.observe(element)
    return () => watch.disconnect()
  }, [of])
  return size
}

function nodeAt({ nodes }: Drawing, view: View, { width, height }: Size, x: number, y: number): Node | undefined {
  let nearest: Node | undefined
  let least = 14
  for (const node of nodes) {
    const far = Math.hypot((node.x - view.x) * view.scale + width / 2 - x, (node.y - view.y) * view.scale + height / 2 - y)
    if (far - radiusOf(node, view.scale) < least) {
      least = far - radiusOf(node, view.scale)
      nearest = node
    }
  }
  return nearest
}

/** Dragging moves the view; a press without moving chooses what is there. */
function useDrag(view: View, setView: (view: View) => void, press: (x: number, y: number) => void) {
  const from = useRef<{ readonly x: number; readonly y: number; readonly view: View }>(undefined)
  return {
    onPointerDown(event: PointerEvent<HTMLCanvasElement>) {
      from.current = { x: event.clientX, y: event.clientY, view }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove(event: PointerEvent<HTMLCanvasElement>) {
      const start = from.current
      if (start === undefined) return
      const [x, y] = [event.clientX - start.x, event.clientY - start.y]
      if (Math.hypot(x, y) > 4) setView({ ...start.view, x: start.view.x - x / start.view.scale, y: start.view.y - y / start.view.scale })
    },
    onPointerUp(event: PointerEvent<HTMLCanvasElement>) {
      const start = from.current
      from.current = undefined
      if (start === undefined || Math.hypot(event.clientX - start.x, event.clientY - start.y) > 4) return
      const box = event.currentTarget.getBoundingClientRect()
      press(event.clientX - box.left, event.clientY - box.top)
    },
    onPointerCancel() {
      from.current = undefined
    },
  }
}

const rowsAtOnce = 100

/** The same in words: each value, how many reports name it, and in how many groups of reports it stands. */
function Table({ data }: { readonly data: CampaignGraph }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const [rows, setRows] = useState(rowsAtOnce)
  const groups = useMemo(() => {
    const count = data.values.map(() => 0)
    for (const group of data.groups) for (const at of group.values) count[at] = (count[at] ?? 0) + 1
    return count
  }, [data])
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <caption className={classes.unseen}>{t('campaign.graph.label')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('campaign.graph.column-value')}</th>
            <th scope="col">{t('campaign.graph.column-kind')}</th>
            <th scope="col">{t('campaign.graph.column-reports')}</th>
            <th scope="col">{t('campaign.graph.column-groups')}</th>
          </tr>
        </thead>
        <tbody>
          {data.values.slice(0, rows).map(({ kind, value, reports }, at) => (
            <tr key={`${kind} ${value}`}>
              <th scope="row">
                <bdi>{defang(value)}</bdi>
              </th>
              <td>{t(`campaign.kind.${kind}`)}</td>
              <td>{formatNumber(reports, locale)}</td>
              <td>{formatNumber(groups[at] ?? 0, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows < data.values.length && (
        <Button variant="subtle" size="compact-sm" onClick={() => setRows(rows + rowsAtOnce * 5)}>
          {t('campaign.graph.more')}
        </Button>
      )}
    </div>
  )
}
