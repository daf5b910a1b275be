import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type CaseView, type Entry, listEntries } from '../../../../src/domain/cases/contract.ts'
import { useList } from '../../app/read.ts'
import { type Moment, Timeline } from '../../ui/facts.tsx'
import { Section } from '../../ui/page.tsx'
import { LoadingRows, TroubleNote } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import type { Tone } from '../../ui/tone.ts'
import { useEntryText } from '../entry-text.ts'
import { By } from '../words.tsx'

const tones: Readonly<Record<string, Tone>> = {
  opened: 'accent',
  reopened: 'warn',
  recurred: 'bad',
  closed: 'good',
  answered: 'accent',
  'deadline-near': 'warn',
  'campaign-burst': 'bad',
  'action-approved': 'good',
  'harm-contested': 'warn',
}

/** What happened in a case, newest first; nothing is ever taken out of it. */
export function CaseTimeline({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  const text = useEntryText()
  const source = useList(listEntries, { params: { id: view.id }, query: {} }, { live: ['case', 'action'] })
  const momentOf = (entry: Entry): Moment => ({
    id: entry.id,
    what: text(entry),
    when: (
      <>
        <By who={entry.by} /> · <Time at={entry.at} />
      </>
    ),
    tone: tones[entry.what] ?? 'plain',
  })
  return (
    <Section title={t('timeline.title')} id="timeline">
      {source.state === 'trouble' && source.trouble !== undefined ? (
        <TroubleNote trouble={source.trouble} />
      ) : source.state === 'loading' ? (
        <LoadingRows label={t('timeline.title')} />
      ) : (
        <Timeline label={t('timeline.title')} moments={source.items.map(momentOf)} />
      )}
      {source.more && (
        <Button variant="subtle" size="compact-sm" loading={source.loadingMore} onClick={() => source.loadMore()}>
          {t('ui:list.more')}
        </Button>
      )}
    </Section>
  )
}
