export type DiffLine = { readonly is: 'same' | 'added' | 'gone'; readonly text: string }

// beyond this many pairs of lines the middle is shown as taken out and put in whole
const most = 4_000_000

/** What became of a text, line by line: the longest common subsequence of its lines, what is gone before what was added. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const a = linesOf(before)
  const b = linesOf(after)
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const same = (lines: readonly string[]) => lines.map((text) => ({ is: 'same' as const, text }))
  return [
    ...same(a.slice(0, head)),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...same(a.slice(a.length - tail)),
  ]
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n')
}

function middle(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  const gone = (text: string): DiffLine => ({ is: 'gone', text })
  const added = (text: string): DiffLine => ({ is: 'added', text })
  if (a.length * b.length > most) return [...a.map(gone), ...b.map(added)]
  const width = b.length + 1
  const longest = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number) => longest[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const lines: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const old = a[i]
    const now = b[j]
    if (old !== undefined && old === now) {
      lines.push({ is: 'same', text: old })
      i++
      j++
    } else if (old !== undefined && (now === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(gone(old))
      i++
    } else if (now !== undefined) {
      lines.push(added(now))
      j++
    }
  }
  return lines
}
