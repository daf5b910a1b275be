import { analyseMessage } from '../../src/forensics/message/analyse.ts'
import { type VerdictKind, verdictKinds } from '../../src/forensics/message/reading.ts'
import { mailIn, openPart } from './corpus.ts'

/**
 * Mail whose kind is known by where it comes from, and no more finely than that: of a spam folder it is known that nobody wanted it, and not whether it is an
 * advance fee or a shop. `right` are the kinds that are not wrong for it.
 */
type Labelled = { readonly label: string; readonly right: readonly VerdictKind[]; readonly mail: Iterable<{ readonly bytes: Buffer }> }

const rightOf: Readonly<Record<string, readonly VerdictKind[]>> = {
  phishing: ['phishing', 'malware'],
  ham: ['legitimate', 'marketing', 'bounce'],
  spam: ['spam', 'scam', 'phishing', 'malware'],
  marketing: ['marketing'],
}

/** Of `LABEL=FOLDER`, for each label what the program says, counted by kind. `spamassassin=FOLDER` is its open part, in two rows. */
export async function printKinds(named: readonly string[]): Promise<void> {
  const rows: (readonly string[])[] = [['', 'messages', 'right', 'unwanted', ...verdictKinds]]
  for (const one of named) {
    const [label = '', folder = ''] = one.split('=')
    for (const { label: row, right, mail } of labelled(label, folder)) rows.push(await countKinds(row, right, mail))
  }
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)))
  for (const row of rows) console.log(row.map((cell, at) => cell.padStart(widths[at] ?? 0)).join('  '))
}

function labelled(label: string, folder: string): readonly Labelled[] {
  if (label === 'spamassassin')
    return [false, true].map((unwanted) => ({
      label: unwanted ? 'spamassassin spam' : 'spamassassin ham',
      right: rightOf[unwanted ? 'spam' : 'ham'] ?? [],
      mail: openOf(folder, unwanted),
    }))
  const right = rightOf[label]
  if (right === undefined) throw new Error(`no label: ${label}; known are spamassassin ${Object.keys(rightOf).join(' ')}`)
  return [{ label: `${label} ${folder.split('/').filter(Boolean).at(-1)}`, right, mail: mailIn([folder]) }]
}

function* openOf(folder: string, wanted: boolean) {
  for (const one of openPart(folder)) if (one.unwanted === wanted) yield one
}

async function countKinds(label: string, right: readonly VerdictKind[], mail: Labelled['mail']): Promise<readonly string[]> {
  const counts = new Map<VerdictKind, number>()
  let [all, over] = [0, 0]
  for (const { bytes } of mail) {
    const { kind, unwanted } = (await analyseMessage(bytes, {})).verdict
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    all += 1
    if (unwanted >= 0.5) over += 1
  }
  const share = (count: number) => `${((count / Math.max(1, all)) * 100).toFixed(1)} %`
  const good = right.reduce((sum, kind) => sum + (counts.get(kind) ?? 0), 0)
  return [label, String(all), share(good), share(over), ...verdictKinds.map((kind) => share(counts.get(kind) ?? 0))]
}
