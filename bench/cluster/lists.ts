import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMalformed } from '../../src/base/parsed.ts'
import { openGatherer } from '../../src/domain/analysis/campaign/gather.ts'
import { marksOf } from '../../src/domain/analysis/campaign/marks.ts'
import { messageLimits } from '../../src/forensics/message/index.ts'
import { readUrl } from '../../src/forensics/url/index.ts'
import { figuresOf, type Placed } from './figures.ts'

/**
 * JPCERT/CC's lists of phishing URLs of 2019 to 2022, month by month: how many are found together, and how many pairs so found are of one brand. They are bare URLs, and
 * a brand in a month is many campaigns: no truth, only figures.
 */
export function measureLists(folder: string): void {
  for (const year of ['2019', '2020', '2021', '2022'])
    for (const file of readdirSync(join(folder, year))
      .filter((name) => name.endsWith('.csv'))
      .sort()) {
      const lines = readFileSync(join(folder, year, file), 'utf8')
        .split('\n')
        .slice(1)
      const gatherer = openGatherer()
      const placed: { id: string; truth: string }[] = []
      for (const [at, line] of lines.entries()) {
        const [, url = '', brand = ''] = /^[^,]*,(.*),([^,]*)$/.exec(line.trim()) ?? []
        const reading = readUrl(url, messageLimits)
        if (url === '' || isMalformed(reading)) continue
        gatherer.add(String(at), marksOf({ kind: 'url', url: reading }))
        placed.push({ id: String(at), truth: brand })
      }
      gatherer.settle()
      const found: Placed[] = placed.map(({ id, truth }) => ({ id, truth, found: gatherer.placeOf(id)?.campaign ?? null }))
      const { precision, largestFound } = figuresOf(found, () => false)
      const inOne = found.filter((one) => one.found !== null)
      console.log(
        `${file}: ${found.length} URLs, ${inOne.length} in ${new Set(inOne.map((one) => one.found)).size} campaigns, largest ${largestFound}, pairs of one brand ${(precision * 100).toFixed(1)} %`,
      )
    }
}
