import { toBase64 } from '../../../formats/tlog/base64.ts'
import type { VerifiedPackage } from './package.ts'
import { printable, words } from './print.ts'

type Verdict = 'true' | 'consistent' | 'untrue'

/** Of all together: as bad as the worst. */
export function worst(packages: readonly VerifiedPackage[]): Verdict {
  const all = packages.map(({ verification }) => verification.verdict)
  return all.includes('untrue') ? 'untrue' : all.includes('consistent') ? 'consistent' : 'true'
}

/** One JSON object and a newline. */
export function printPackagesJson(packages: readonly VerifiedPackage[]): string {
  const verdict = worst(packages)
  return `${JSON.stringify({
    verdict,
    summary: words[verdict],
    packages: packages.map(({ path, verification: { description, checkpoints, ...rest } }) => ({
      package: path,
      ...rest,
      about: description === null ? null : { ...description.about, id: description.id, made: description.made },
      items: description?.items.length ?? 0,
      leftOut: description?.items.filter((item) => item.leftOut !== null).length ?? 0,
      withheld: description?.withheld ?? 0,
      checkpoints: checkpoints.map(({ origin, size, root }) => ({ origin, size, root: toBase64(root) })),
    })),
  })}\n`
}

/** For people. What comes out of files is printed without anything that could steer a terminal. */
export function printPackages(packages: readonly VerifiedPackage[]): string {
  return packages
    .flatMap(linesOf)
    .map((line) => `${printable(line)}\n`)
    .join('')
}

function linesOf({ path, verification }: VerifiedPackage): string[] {
  const { verdict, signer, description, flaws, flawCount, files, bytes, lines, checkpoints, timestamp } = verification
  const said = words[verdict] + (signer.kind === 'known' && verdict === 'true' ? `, signed by ${signer.name}` : '')
  return [
    path,
    ...(description === null ? [] : aboutLines(description)),
    `  read        ${files} files, ${bytes} bytes, ${lines} custody lines`,
    ...checkpoints.map((one) => `  checkpoint  ${one.origin}, ${one.size} leaves, root ${toBase64(one.root)}`),
    ...(timestamp === null ? ['  time stamp  none'] : [stampLine(timestamp)]),
    ...flaws.map(({ code, detail }) => `  ! ${code}: ${detail}`),
    ...(flawCount > flaws.length ? [`  ! and ${flawCount - flaws.length} more`] : []),
    said,
  ]
}

type Verified = VerifiedPackage['verification']

function aboutLines({ about, made, items, withheld }: NonNullable<Verified['description']>): string[] {
  const left = items.filter((item) => item.leftOut !== null).length
  return [
    `  about       ${about.title}, made ${made}`,
    `  items       ${items.length - left} with their bytes, ${left} left out, ${withheld} withheld`,
  ]
}

function stampLine({ time, authority, signer }: NonNullable<Verified['timestamp']>): string {
  const trust = signer === 'trusted' ? 'its certificate leads to one that was given' : 'its authority was not checked (--tsa)'
  return `  time stamp  ${time} by ${authority ?? 'an unknown authority'}; ${trust}`
}
