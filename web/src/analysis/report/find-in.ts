/** marks beyond these would only slow the page */
export const mostMatches = 500

/** Where a text holds these words, whatever their case, at most `mostMatches` places, none over another. */
export function findIn(text: string, words: string): readonly number[] {
  if (words === '') return []
  const pattern = new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi')
  const found: number[] = []
  for (const match of text.matchAll(pattern)) {
    found.push(match.index)
    if (found.length >= mostMatches) break
  }
  return found
}
