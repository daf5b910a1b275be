import { geoEqualEarth, geoGraticule10, geoPath } from 'd3-geo'
import { type ReactNode, useId, useMemo } from 'react'
import { feature } from 'topojson-client'
import land from 'world-atlas/land-110m.json' with { type: 'json' }
import { type Tone, toneColour } from './tone.ts'
import classes from './world-map.module.css'

export type MapPoint = {
  readonly id: string
  /** degrees */
  readonly longitude: number
  readonly latitude: number
  readonly label: string
  readonly tone?: Tone
  /** how far across, beside others: 1 where not said */
  readonly scale?: number
}

export type MapArc = { readonly from: string; readonly to: string; readonly tone?: Tone }

type WorldMapProps = {
  /** what the map shows, in a sentence; those who do not see it get this and `alternative` */
  readonly caption: string
  readonly points: readonly MapPoint[]
  /** between points, by id; along the great circle, drawn in the order given */
  readonly arcs?: readonly MapArc[]
  /** without the numbers by which `alternative` names the points: for many of them */
  readonly plain?: boolean
  /** the same in words: a list or a table */
  readonly alternative: ReactNode
}

const width = 720
const height = 350
const projection = geoEqualEarth().fitExtent(
  [
    [4, 4],
    [width - 4, height - 4],
  ],
  { type: 'Sphere' },
)
const path = geoPath(projection)
type Topology = Parameters<typeof feature>[0]
type GeometryObject = Parameters<typeof feature>[1]
const shape = path(feature(land as unknown as Topology, land.objects.land as unknown as GeometryObject)) ?? ''
const sphere = path({ type: 'Sphere' }) ?? ''
const lines = path(geoGraticule10()) ?? ''

/**
 * The world with points and the ways between them, offline. Land only: where borders run is not ours to draw. Load it lazily
 * (`lazy(() => import('../ui/world-map.tsx'))`); the data travels with it.
 */
export function WorldMap({ caption, points, arcs = [], plain = false, alternative }: WorldMapProps) {
  const id = useId()
  const placed = useMemo(() => new Map(points.map((point) => [point.id, point])), [points])
  return (
    <figure className={classes.figure} aria-labelledby={id}>
      <svg viewBox={`0 0 ${width} ${height}`} className={classes.map} aria-hidden="true">
        <path d={sphere} className={classes.sea} />
        <path d={lines} className={classes.lines} />
        <path d={shape} className={classes.land} />
        {arcs.map((arc) => {
          const from = placed.get(arc.from)
          const to = placed.get(arc.to)
          if (from === undefined || to === undefined) return null
          const line = path({ type: 'LineString', coordinates: [at(from), at(to)] })
          return (
            <path
              key={`${arc.from} ${arc.to}`}
              d={line ?? ''}
              className={classes.arc}
              style={{ stroke: toneColour(arc.tone ?? 'accent') }}
            />
          )
        })}
        {points.map((point, index) => {
          const [x, y] = projection(at(point)) ?? [0, 0]
          return (
            <g key={point.id} transform={`translate(${x} ${y})`}>
              <title>{point.label}</title>
              <circle r={5 * (point.scale ?? 1)} className={classes.point} style={{ fill: toneColour(point.tone ?? 'accent') }} />
              {!plain && (
                <text y={-9} textAnchor="middle" className={classes.number}>
                  {index + 1}
                </text>
              )}
            </g>
          )
        })}
      </svg>
      <figcaption id={id} className={classes.caption}>
        {caption}
      </figcaption>
      <div className={classes.alternative}>{alternative}</div>
    </figure>
  )
}

function at(point: MapPoint): [number, number] {
  return [point.longitude, point.latitude]
}
