import { SegmentedControl, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listCallActions } from '../../../../../src/domain/cooperation/contract.ts'
import { Answer } from '../../../app/answer.tsx'
import { useRead } from '../../../app/read.ts'
import { Filters, Page } from '../../../ui/page.tsx'
import { Empty } from '../../../ui/states.tsx'
import { ActionRows } from './action-rows.tsx'
import classes from './calls.module.css'
import { callKinds } from './words.tsx'

/** All that calls have given out to be done, as far as the reader sees it. */
export function CallActions() {
  const { t } = useTranslation('calls')
  const [state, setState] = useState<'open' | 'done'>('open')
  const [whose, setWhose] = useState<'all' | 'own'>('all')
  const result = useRead(listCallActions, { query: { state, whose } }, { live: callKinds })
  return (
    <Page
      title={t('actions.title')}
      lead={t('actions.lead')}
      back={
        <Link to="/calls" className={classes.link}>
          {t('title')}
        </Link>
      }
    >
      <Stack gap="md">
        <Filters label={t('actions.which')}>
          <SegmentedControl
            aria-label={t('actions.which')}
            value={state}
            onChange={(value) => setState(value === 'done' ? 'done' : 'open')}
            data={(['open', 'done'] as const).map((one) => ({ value: one, label: t(`actions.state-${one}`) }))}
          />
          <SegmentedControl
            aria-label={t('actions.whose')}
            value={whose}
            onChange={(value) => setWhose(value === 'own' ? 'own' : 'all')}
            data={(['all', 'own'] as const).map((one) => ({ value: one, label: t(`actions.whose-${one}`) }))}
          />
        </Filters>
        <Answer of={result}>
          {({ items }) =>
            items.length === 0 ? <Empty title={t('actions.none')} text={t('actions.none-why')} /> : <ActionRows actions={items} />
          }
        </Answer>
      </Stack>
    </Page>
  )
}
