import { Button, Checkbox } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useEffectEvent, useMemo, useReducer, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty, LoadingRows, TroubleNote } from '../states.tsx'
import { BulkBar } from './bulk-bar.tsx'
import classes from './list.module.css'
import { actOf, nothingSelected, type Selection, type SelectionAct, select } from './selection.ts'
import type { ListSource } from './source.ts'

export type Column<T> = {
  readonly id: string
  /** words for the head of the column; a phone shows none */
  readonly head: ReactNode
  cell(item: T): ReactNode
  /** 1 is the title of the row on a phone, 2 stands under it, 3 is left out there */
  readonly priority: 1 | 2 | 3
  /** a track of CSS grid: `minmax(12rem, 2fr)`, `max-content`; `minmax(0, 1fr)` where not said */
  readonly width?: string
  readonly align?: 'end'
  /** what can be done with the row: a menu or one button, at its end on a phone too */
  readonly action?: true
  /** long text breaks into lines instead of being cut */
  readonly wrap?: boolean
}

export type ListViewProps<T> = {
  /** what the list is of, for those who hear it */
  readonly label: string
  readonly source: ListSource<T>
  readonly columns: readonly Column<T>[]
  idOf(item: T): string
  /** the words of a row for those who hear it, when more than its first cell is needed */
  nameOf?: ((item: T) => string) | undefined
  /** Enter, or a click on the row */
  onOpen?: ((item: T) => void) | undefined
  /** acts on what is chosen; with it, rows can be chosen. `clear` ends the choice. */
  bulk?: ((chosen: readonly T[], clear: () => void) => ReactNode) | undefined
  /** stands in a section that has a frame of its own */
  readonly bare?: boolean
  /** what to say and offer when there is nothing */
  readonly empty: { readonly title: string; readonly text?: string | undefined; readonly action?: ReactNode }
}

type Reduced = { readonly act: SelectionAct; readonly ids: readonly string[] }

/** A list: keyset-paged, moved in by keyboard (j k ↑ ↓ Home End, Enter opens, x chooses, Shift for a range), all of its states drawn. */
export function ListView<T>(props: ListViewProps<T>) {
  const { source, idOf, onOpen } = props
  const ids = useMemo(() => source.items.map(idOf), [source.items, idOf])
  const [selection, reduce] = useReducer((state: Selection, { act, ids }: Reduced) => select(state, act, ids), nothingSelected)
  const act = (one: SelectionAct) => reduce({ act: one, ids })
  const body = useRef<HTMLTableElement>(null)
  const choosing = props.bulk !== undefined

  useEffect(() => reduce({ act: { kind: 'settle' }, ids }), [ids])
  useEffect(() => {
    if (selection.cursor !== null && body.current?.contains(document.activeElement)) {
      body.current.querySelector<HTMLElement>(`[data-id="${CSS.escape(selection.cursor)}"]`)?.focus()
    }
  }, [selection.cursor])

  // from anywhere on the page, the keys lead into the list
  const enter = () => {
    if (body.current?.contains(document.activeElement) === false)
      body.current.querySelector<HTMLElement>('[tabindex="0"][data-id]')?.focus()
  }
  useHotkeys([
    ['j', enter],
    ['k', enter],
  ])

  if (source.state === 'trouble' && source.trouble !== undefined) return <TroubleNote trouble={source.trouble} />
  if (source.state === 'loading') return <LoadingRows label={props.label} />
  if (source.items.length === 0) return <Empty {...props.empty} />

  const onKeyDown = (event: KeyboardEvent) => {
    if (
      event.target instanceof Element &&
      event.target.closest('input:not([type=checkbox]), textarea, [role=menu], [role=listbox]') !== null
    )
      return
    if (
      (event.key === 'Enter' || event.key === ' ') &&
      event.target instanceof Element &&
      event.target.closest('a, button, input') !== null
    )
      return
    const wanted = actOf({ key: event.key, shift: event.shiftKey, command: event.ctrlKey || event.metaKey }, selection.cursor, choosing)
    if (wanted === undefined) return
    event.preventDefault()
    if (wanted.kind !== 'open') return act(wanted)
    const item = source.items[ids.indexOf(selection.cursor ?? '')]
    if (item !== undefined) onOpen?.(item)
  }
  const chosen = source.items.filter((item) => selection.chosen.has(idOf(item)))
  return (
    <div>
      <div className={props.bare === true ? '' : classes.frame}>
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a data grid as the ARIA practices draw it
          role="grid"
          aria-label={props.label}
          aria-multiselectable={choosing || undefined}
          aria-busy={source.settling}
          className={`${classes.grid} ${source.settling ? classes.settling : ''}`}
          style={{ '--list-columns': columnsOf(props.columns, choosing) } as React.CSSProperties}
          ref={body}
          onKeyDown={onKeyDown}
        >
          <thead className={classes.rows}>
            <Head {...props} selection={selection} ids={ids} act={act} />
          </thead>
          <tbody className={classes.rows}>
            {source.items.map((item, index) => (
              <Row key={ids[index]} {...props} item={item} id={ids[index] ?? ''} first={index === 0} selection={selection} act={act} />
            ))}
          </tbody>
        </table>
        <More source={source} />
      </div>
      {choosing && chosen.length > 0 && (
        <BulkBar count={chosen.length} onClear={() => act({ kind: 'none' })}>
          {props.bulk?.(chosen, () => act({ kind: 'none' }))}
        </BulkBar>
      )}
    </div>
  )
}

function columnsOf(columns: readonly Pick<Column<never>, 'width'>[], choosing: boolean): string {
  return [...(choosing ? ['max-content'] : []), ...columns.map((column) => column.width ?? 'minmax(0, 1fr)')].join(' ')
}

type Inner<T> = ListViewProps<T> & { readonly selection: Selection; readonly act: (act: SelectionAct) => void }

function Head<T>({ columns, bulk, selection, ids, act }: Inner<T> & { readonly ids: readonly string[] }) {
  const { t } = useTranslation('ui')
  const all = selection.chosen.size > 0 && selection.chosen.size === ids.length
  return (
    <tr className={`${classes.row} ${classes.head}`}>
      {bulk !== undefined && (
        <th className={classes.pick}>
          <Checkbox
            size="xs"
            aria-label={t('list.choose-all')}
            checked={all}
            indeterminate={!all && selection.chosen.size > 0}
            onChange={() => act({ kind: all ? 'none' : 'all' })}
          />
        </th>
      )}
      {columns.map((column) => (
        <th key={column.id} scope="col" className={`${classes.cell} ${column.align === 'end' ? classes.end : ''}`}>
          {column.action === true ? <span className="t-heard">{t('list.actions')}</span> : column.head}
        </th>
      ))}
    </tr>
  )
}

type RowProps<T> = Inner<T> & { readonly item: T; readonly id: string; readonly first: boolean }

function Row<T>({ columns, item, id, first, selection, act, onOpen, bulk, nameOf }: RowProps<T>) {
  const { t } = useTranslation('ui')
  const chosen = selection.chosen.has(id)
  const reachable = selection.cursor === id || (selection.cursor === null && first)
  const onClick = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('a, button, input, label, [role=menuitem]') !== null) return
    // marking text with the mouse is reading, not opening
    if (window.getSelection()?.isCollapsed === false) return
    if (bulk !== undefined && (event.shiftKey || event.ctrlKey || event.metaKey)) return act({ kind: 'toggle', id, range: event.shiftKey })
    act({ kind: 'go', id })
    onOpen?.(item)
  }
  return (
    <tr
      data-id={id}
      tabIndex={reachable ? 0 : -1}
      aria-selected={bulk === undefined ? undefined : chosen}
      aria-label={nameOf?.(item)}
      className={`${classes.row} ${classes.line} ${onOpen === undefined ? '' : classes.opens}`}
      onClick={onClick}
      onFocus={(event) => event.target === event.currentTarget && selection.cursor !== id && act({ kind: 'go', id })}
    >
      {bulk !== undefined && (
        <td className={classes.pick}>
          <Checkbox
            size="xs"
            tabIndex={-1}
            aria-label={t('list.choose')}
            checked={chosen}
            onChange={() => {}}
            onClick={(event) => act({ kind: 'toggle', id, range: event.shiftKey })}
          />
        </td>
      )}
      {columns.map((column) => (
        <td
          key={column.id}
          data-priority={column.priority}
          className={`${classes.cell} ${column.align === 'end' ? classes.end : ''} ${column.wrap === true ? classes.wrap : ''} ${column.action === true ? classes.action : ''}`}
        >
          {column.cell(item)}
        </td>
      ))}
    </tr>
  )
}

/** Loads the next page when its foot comes into sight; the button is for those who do not scroll. */
function More({ source }: { readonly source: ListSource<unknown> }) {
  const { t } = useTranslation('ui')
  const foot = useRef<HTMLDivElement>(null)
  const load = useEffectEvent(() => source.loadMore())
  const waiting = source.more && !source.loadingMore
  useEffect(() => {
    if (!waiting || foot.current === null) return
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && load(), { rootMargin: '400px' })
    watch.observe(foot.current)
    return () => watch.disconnect()
  }, [waiting])
  if (!source.more) return null
  return (
    <div className={classes.foot} ref={foot}>
      <Button variant="subtle" size="compact-sm" loading={source.loadingMore} onClick={() => source.loadMore()}>
        {t('list.more')}
      </Button>
    </div>
  )
}
