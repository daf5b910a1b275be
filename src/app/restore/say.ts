import { isMalformed } from '../../base/parsed.ts'
import { parseCheckpoint } from '../../formats/tlog/checkpoint.ts'
import type { Config } from '../../platform/config.ts'
import type { Restored } from './settle.ts'

const named = 10

/** What a person is told after a restore: what is there, and what to do next. */
export function describeRestored({ asOf, log, checked, settings, withBlobs }: Restored, config: Config): string {
  const lines = [`${config.TOCSIN_DATA}: the node as of ${asOf}`]
  if (checked === null) lines.push('  originals  not compared with the database: set TOCSIN_DATABASE_OWNER_URL to have that done')
  else {
    const bad = checked.missing.length + checked.altered.length
    lines.push(
      `  originals  ${checked.references} referred to, ${checked.read} read and compared, ${bad === 0 ? 'none missing' : `${bad} not there`}`,
    )
    for (const { subject, sha256 } of checked.missing.slice(0, named)) lines.push(`    MISSING  ${sha256}, of item ${subject}`)
    for (const { subject, sha256 } of checked.altered.slice(0, named)) lines.push(`    ALTERED  ${sha256}, of item ${subject}`)
    const more = Math.max(0, checked.missing.length - named) + Math.max(0, checked.altered.length - named)
    if (more > 0) lines.push(`    and ${more} more`)
    if (!withBlobs && bad > 0)
      lines.push('    it was made without the originals: copy the folder blobs of the old data folder into this one, or set TOCSIN_BLOBS')
  }
  lines.push(`  log        ${log.origin}`, `  its key    ${log.key}`, `  it cites   ${cited(log.cites)}`, '', 'Next:')
  lines.push('  1. Make sure that the old node never runs again: two nodes would sign two histories.')
  const known = Object.entries(settings)
  lines.push(
    `  2. Start this one with the settings of the old: ${known.length === 0 ? 'see your service file' : known.map(([name, value]) => `${name}=${value}`).join(' ')}`,
  )
  lines.push('  3. Give the new key to those who keep checkpoints; what they have of the old log stays good.')
  lines.push(
    `  4. What was destroyed, erased or withdrawn after ${asOf} is back: do it again. Mail that left after that may leave a second time.`,
  )
  return `${lines.join('\n')}\n`
}

function cited(note: string | null): string {
  const checkpoint = note === null ? undefined : parseCheckpoint(note)
  if (checkpoint === undefined || isMalformed(checkpoint)) return 'nothing: no checkpoint of an old log is known'
  return `${checkpoint.origin} at ${checkpoint.size} leaves`
}
