import type { Why } from '../../../domain/analysis/campaign/index.ts'
import type { Place } from '../inspect/task.ts'

/** Where a message was put: `campaign` is null when it is alone, and then there is no `why`. */
export type Line = {
  readonly place: Place
  readonly campaign: string | null
  readonly why: readonly Why[]
  readonly subject: string | null
  readonly error: string | null
}

/** One JSON object on one line, with nothing in it that a terminal would obey. */
export function lineToJson({ place, campaign, why, error }: Line): string {
  const index = place.index === null ? {} : { index: place.index }
  const value = { path: place.path, ...index, campaign, why, ...(error === null ? {} : { error }) }
  return JSON.stringify(value).replace(
    /[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The campaigns, the largest first, each with its messages and what they share; then how many are alone, and what could not be read. */
export function linesToText(lines: readonly Line[], colour: boolean): string {
  const bold = (text: string) => (colour ? `\x1b[1m${text}\x1b[0m` : text)
  const campaigns = new Map<string, Line[]>()
  for (const line of lines) {
    if (line.campaign === null) continue
    const members = campaigns.get(line.campaign)
    if (members === undefined) campaigns.set(line.campaign, [line])
    else members.push(line)
  }
  const blocks = [...campaigns]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([campaign, members]) =>
      [
        bold(`${campaign} · ${members.length} messages`),
        ...members.map(
          ({ place, subject, why }) => `  ${nameOf(place)}  ${plain(subject ?? '')}\n    ${why.slice(0, 4).map(reasonOf).join(', ')}`,
        ),
      ].join('\n'),
    )
  const alone = lines.filter(({ campaign, error }) => campaign === null && error === null).length
  const failed = lines.filter(({ error }) => error !== null).map(({ place, error }) => `${nameOf(place)}: ${plain(error ?? '')}`)
  return [...blocks, bold(`alone · ${alone} of ${lines.length} messages`), ...failed].join('\n\n')
}

function reasonOf({ kind, say, weight }: Why): string {
  return `${kind}${say === null ? '' : ` “${plain(say).slice(0, 60)}”`} ${weight.toFixed(2)}`
}

function nameOf({ path, index }: Place): string {
  return `${plain(path)}${index === null ? '' : ` · message ${index}`}`
}

function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]+/gu, ' ').trim()
}
