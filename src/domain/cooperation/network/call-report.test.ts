import { expect, test } from 'vitest'
import { reportLanguages } from '../contract/network/call-names.ts'
import type { CallWhole } from '../contract/network/calls.ts'
import texts from '../data/call-report.json' with { type: 'json' }
import { callReportPage } from './call-report.ts'
import { noDetails } from './call-report-details.ts'

const no = { withdraw: false, settle: false, solve: false }
const call: CallWhole = {
  ...{
    id: 'c',
    title: 'First <call>',
    note: 'Bring & read',
    startsAt: '2026-03-02T10:00:00.000Z',
    timeZone: 'Asia/Singapore',
    duration: 90,
    language: 'en',
  },
  ...{ state: 'held', series: { id: 's', name: 'Quarterly' }, link: 'https://room.example/secret', chair: null, chairName: 'Ann "Chair"' },
  ...{ adoptedAt: null, changedAt: '2026-03-01T10:00:00.000Z', carried: [], inside: null },
  may: { keep: false, run: false, contribute: false, report: false, speak: false, speakFor: false },
  items: [
    {
      ...{ id: 'i', standing: 'techniques', title: '', note: '', duration: null },
      papers: [{ id: 'p', kind: 'paper', member: null, title: 'On diallers', text: '', at: '', withdrawnAt: null, files: [], may: no }],
      reports: [
        {
          ...{
            id: 'r',
            kind: 'figures',
            member: { id: 'm', name: 'Provider' },
            title: 'Complaints',
            text: '',
            at: '',
            unit: 'per day',
            threshold: 10,
          },
          ...{ figures: [{ period: '2026-02-01', value: 1234 }], solution: '', solvedAt: null, details: noDetails, may: no },
        },
      ],
      minutes: [{ revision: 2, text: '<script>alert(1)</script>', at: '', approvedAt: '2026-03-03T10:00:00.000Z' }],
      attendance: [{ member: 'm', guest: null, name: 'Agency' }],
      decisions: [{ id: 'd', kind: 'recommendation', text: 'Block it', at: '' }],
      actions: [
        {
          ...{
            id: 'a',
            item: 'i',
            member: { id: 'm', name: 'Agency' },
            text: 'Write',
            due: '2026-04-01',
            at: '',
            doneAt: null,
            outcome: '',
            may: no,
          },
        },
      ],
    },
  ],
}

test('a report has its headings and dates in each of the seven languages', () => {
  const english = Object.keys(texts.en)
  for (const language of reportLanguages) {
    expect(Object.keys(texts[language])).toEqual(english)
    const page = callReportPage(call, language, new Date('2026-05-05T00:00:00Z'), 'n0nce')
    expect(page).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`)
    for (const words of [
      'report',
      'agenda',
      'item.techniques',
      'present',
      'minutes',
      'recommendations',
      'actions',
      'report.figures',
    ] as const)
      expect(page).toContain(texts[language][words])
    const when = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone: 'Asia/Singapore' })
    expect(page).toContain(when.format(new Date(call.startsAt)))
  }
})

test('a report lets nothing run that somebody wrote, and does not show the link of the room', () => {
  const page = callReportPage(call, 'en', new Date('2026-05-05T00:00:00Z'), 'n0nce')
  expect(page).not.toContain('<script>')
  expect(page).toContain('&lt;script&gt;')
  expect(page).toContain('First &lt;call&gt;')
  expect(page).not.toContain('secret')
})
