import { IconUpload } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import classes from './drop-everywhere.module.css'

type DropEverywhereProps = {
  /** what a drop does */
  readonly label: string
  /** files have come over the page: what a drop needs can be fetched */
  onDrag?(): void
  onFiles(files: readonly File[]): void
}

/** Takes files that are dropped anywhere on the page, but on an area of its own. Light, so that it listens before all that a drop needs is there. */
export function DropEverywhere({ label, onDrag, onFiles }: DropEverywhereProps) {
  const [over, setOver] = useState(false)
  const take = useEffectEvent(onFiles)
  const tell = useEffectEvent(() => onDrag?.())
  // entering a child comes before leaving its parent, so the two are counted
  const depth = useRef(0)
  useEffect(() => {
    const carries = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const settle = (by: number) => {
      if (depth.current === 0 && by > 0) tell()
      depth.current = Math.max(0, depth.current + by)
      setOver(depth.current > 0)
    }
    const onEnter = (event: DragEvent) => carries(event) && settle(1)
    const onLeave = (event: DragEvent) => carries(event) && settle(-1)
    const onOver = (event: DragEvent) => {
      if (!carries(event) || event.dataTransfer === null) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
    }
    const onDrop = (event: DragEvent) => {
      depth.current = 0
      setOver(false)
      // an area of its own took them already
      if (!carries(event) || event.defaultPrevented) return
      event.preventDefault()
      take([...(event.dataTransfer?.files ?? [])])
    }
    const all = { dragenter: onEnter, dragleave: onLeave, dragover: onOver, drop: onDrop } as const
    for (const [name, listener] of Object.entries(all)) window.addEventListener(name, listener as EventListener)
    return () => {
      for (const [name, listener] of Object.entries(all)) window.removeEventListener(name, listener as EventListener)
    }
  }, [])
  if (!over) return null
  return (
    <div className={classes.over} aria-hidden="true">
      <div>
        <IconUpload size={36} stroke={1.4} />
        {label}
      </div>
    </div>
  )
}
