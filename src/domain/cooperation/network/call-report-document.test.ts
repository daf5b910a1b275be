import { expect, test } from 'vitest'
import { reportLanguages } from '../contract/network/call-names.ts'
import type { CallWhole } from '../contract/network/calls.ts'
import { noDetails } from './call-report-details.ts'
import { callReportDocument } from './call-report-document.ts'

const call: CallWhole = {
  ...{
    id: 'c',
    title: 'First call',
    note: 'Bring and read',
    startsAt: '2026-03-02T10:00:00.000Z',
    timeZone: 'Asia/Singapore',
    duration: 90,
  },
  ...{ language: 'en', state: 'held', series: null, link: 'https://room.example/secret', chair: null, chairName: 'Ann' },
  ...{ adoptedAt: null, changedAt: '2026-03-01T10:00:00.000Z', carried: [], inside: null },
  may: { keep: false, run: false, contribute: false, report: false, speak: false, speakFor: false },
  items: [
    {
      ...{
        id: 'i',
        standing: 'cases',
        title: '',
        note: '',
        duration: null,
        papers: [],
        reports: [],
        attendance: [],
        decisions: [],
        actions: [],
      },
      minutes: [{ revision: 2, text: 'It was said', at: '', approvedAt: null }],
    },
  ],
}

test('the report to be set says what the page says, in each language, from the right in Arabic; never the link, and not when it was made', () => {
  for (const language of reportLanguages) {
    const { blocks, direction, title } = callReportDocument(call, language)
    const text = JSON.stringify(blocks)
    for (const said of ['First call', 'Bring and read', 'It was said', '2026', 'Ann']) expect(text).toContain(said)
    expect(text).not.toContain('room.example')
    expect([direction, title.endsWith(': First call')]).toEqual([language === 'ar' ? 'rtl' : 'ltr', true])
  }
  expect(callReportDocument(call, 'en')).toEqual(callReportDocument(call, 'en'))
  // nothing to show of a part is no heading of it
  expect(callReportDocument(call, 'en').blocks.filter(({ kind }) => kind === 'subheading')).toHaveLength(1)
})

test('whatever industry reports, its texts are shortened before the document is too long to be set, and a short one is whole', () => {
  const report = {
    ...{
      id: 'r',
      kind: 'figures' as const,
      member: { id: 'm', name: 'Provider' },
      at: '',
      unit: 'calls',
      threshold: null,
      solvedAt: null,
      details: noDetails,
    },
    ...{ solution: '', may: { withdraw: false, settle: false, solve: false } },
    ...{
      title: 'Complaints',
      text: 'x'.repeat(20_000),
      figures: Array.from({ length: 500 }, (_, value) => ({ period: '2026-02-01', value })),
    },
  }
  const documentOf = (reports: CallWhole['items'][number]['reports']) =>
    callReportDocument({ ...call, items: call.items.map((item) => ({ ...item, reports })) }, 'en').blocks
  const many = documentOf(Array.from({ length: 2_000 }, () => report))
  expect(many.reduce((sum, block) => sum + block.text.length + ('name' in block ? block.name.length : 0), 0)).toBeLessThan(800_000)
  expect(many.filter(({ text }) => text === 'Complaints')).toHaveLength(2_000)
  expect(many.filter(({ text }) => text.startsWith('Shortened here'))).toHaveLength(2_000)
  const one = documentOf([{ ...report, text: 'One line.', figures: [{ period: '2026-02-01', value: 7 }] }])
  expect(one.map(({ text }) => text)).toContain('One line.')
  expect(JSON.stringify(one)).not.toContain('Shortened here')
})
