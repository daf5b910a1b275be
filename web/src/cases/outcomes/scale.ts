/** Of the scale that reactions are drawn on, in hours: from a quarter of an hour to three months, for which notices are followed. */
const least = 0.25
const most = 2_160

export const ticks = [
  ['hour', 1],
  ['day', 24],
  ['week', 168],
  ['month', 720],
] as const

/** Where so many hours stand: 0 at the beginning, 1 at the end, each step some times the one before. */
export function placeOf(hours: number): number {
  const inside = Math.min(most, Math.max(least, hours))
  return Math.log(inside / least) / Math.log(most / least)
}
