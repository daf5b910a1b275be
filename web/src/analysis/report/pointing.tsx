import { createContext, type ReactNode, type RefObject, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { MessageReading } from '../reading.ts'

/** A place in a report that a finding rests on: `hop:1`, `link:0`, `header:5`, `part:1.2`, `attachment:0`, `defect:2`, `text:0`. */
export type Spot = string

type Pointing = {
  /** a new object each time, so that the same place can be pointed at again */
  readonly pointed: { readonly spot: Spot } | undefined
  point(spot: Spot): void
}

const Given = createContext<Pointing>({ pointed: undefined, point() {} })

/** Leads from what is found to what it rests on, wherever on the page that is. */
export function PointingProvider({ children }: { readonly children: ReactNode }) {
  const [pointed, setPointed] = useState<{ readonly spot: Spot }>()
  const value = useMemo(() => ({ pointed, point: (spot: Spot) => setPointed({ spot }) }), [pointed])
  return <Given value={value}>{children}</Given>
}

export function usePointing(): Pointing {
  return useContext(Given)
}

type SpotProps<E> = { readonly ref: RefObject<E | null>; readonly tabIndex: -1; readonly 'data-pointed': true | undefined }

/** What an element needs to be pointed at: it comes into sight, takes the focus and stands out. */
export function useSpot<E extends HTMLElement>(spot: Spot): SpotProps<E> {
  const { pointed } = usePointing()
  const ref = useRef<E>(null)
  const here = pointed?.spot === spot ? pointed : undefined
  useEffect(() => {
    if (here === undefined) return
    // panels that open for it are drawn first
    const frame = requestAnimationFrame(() => {
      ref.current?.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' })
      ref.current?.focus({ preventScroll: true })
    })
    return () => cancelAnimationFrame(frame)
  }, [here])
  return { ref, tabIndex: -1, 'data-pointed': here === undefined ? undefined : true }
}

/** The number of a spot of this kind that is pointed at, if one is. */
export function usePointedNumber(kind: string): number | undefined {
  const { pointed } = usePointing()
  const [of, number] = pointed?.spot.split(':') ?? []
  return of === kind && number !== undefined ? Number(number) : undefined
}

/** Where a finding's pointer leads in this reading; undefined where there is nothing to be shown. */
export function spotOf(rest: Readonly<Record<string, unknown>>, reading: MessageReading): Spot | undefined {
  const at = (name: string) => (typeof rest[name] === 'number' ? rest[name] : undefined)
  const [hop, link, attachment, defect, line] = ['hop', 'link', 'attachment', 'defect', 'line'].map(at)
  if (hop !== undefined) return reading.path.some((one) => one.index === hop) ? `hop:${hop}` : undefined
  if (link !== undefined) return link < reading.links.length ? `link:${link}` : undefined
  if (attachment !== undefined) return reading.attachments.some((one) => one.index === attachment) ? `attachment:${attachment}` : undefined
  if (defect !== undefined) return defect < reading.defects.length ? `defect:${defect}` : undefined
  if (typeof rest['header'] === 'string') {
    const name = rest['header'].toLowerCase()
    const found = line ?? reading.headers.findIndex((field) => field.name.toLowerCase() === name)
    return found >= 0 && found < reading.headers.length ? `header:${found}` : undefined
  }
  if (typeof rest['part'] === 'string') return `part:${rest['part']}`
  return typeof rest['text'] === 'object' && rest['text'] !== null ? 'text:0' : undefined
}
