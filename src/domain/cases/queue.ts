/**
 * The order in which cases wait. The priority of a case at a moment is its harm (0 to 100) and what waiting added: `pointsADay` for each day since it
 * began to wait. Waiting adds equally to all, so the order of two cases does not change while they wait, and what is stored needs no rewriting:
 *
 *     harm a + rate × (t − since a)  >  harm b + rate × (t − since b)   ⇔   harm a / rate − since a  >  harm b / rate − since b
 *
 * The right side knows no t: it is the rank, in whole milliseconds, exact. The smallest harm overtakes the greatest that comes later by
 * 100 / pointsADay = 50 days, so nothing is left for ever.
 */
export const pointsADay = 2

const day = 86_400_000
/** harm is kept to a tenth of a point; a tenth is worth so many milliseconds of waiting */
const tenth = day / pointsADay / 10

/** Harm rounded to the tenth that is kept. */
export function keptHarm(harm: number): number {
  return Math.round(harm * 10) / 10
}

/** The stored rank, an integer; the higher comes first, and of equals the newer id. */
export function rankOf(harm: number, since: Date): number {
  return Math.round(harm * 10) * tenth - since.getTime()
}

/** Harm and waiting together, in points, at a moment. */
export function priorityAt(harm: number, since: Date, at: Date): number {
  return keptHarm(harm) + (pointsADay * (at.getTime() - since.getTime())) / day
}
