import { Button, Modal } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type EducationLine, listEducations } from '../../../../../src/domain/cooperation/contract/network/educations.ts'
import { useList, useRead } from '../../../app/read.ts'
import { countryName } from '../../../ui/format.ts'
import { type Column, ListView } from '../../../ui/list/list-view.tsx'
import { Page } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { LoadingPage } from '../../../ui/states.tsx'
import { dayText } from '../day.ts'
import { Back, EducationState, educationKinds, useNumber } from './words.tsx'

const EducationForm = lazy(async () => ({ default: (await import('./education-form.tsx')).EducationForm }))
const idOf = ({ id }: EducationLine) => id

/** Joint campaigns of education. */
export function Educations() {
  const { t } = useTranslation('trainings')
  const navigate = useNavigate()
  const [beginning, setBeginning] = useState(false)
  const source = useList(listEducations, {}, { live: educationKinds })
  const may = useRead(listEducations, { query: { limit: 1 } }).data?.may
  return (
    <Page
      title={t('education.title')}
      lead={t('education.lead')}
      back={<Back to="/network/trainings" />}
      actions={
        may?.begin === true && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setBeginning(true)}>
            {t('education.act')}
          </Button>
        )
      }
    >
      <ListView
        label={t('education.title')}
        source={source}
        columns={useColumns()}
        idOf={idOf}
        nameOf={({ title }) => title}
        onOpen={({ id }) => void navigate({ to: '/network/educations/$id', params: { id } })}
        empty={{ title: t('education.none'), text: t('education.none-why') }}
      />
      <Modal
        opened={beginning}
        onClose={() => setBeginning(false)}
        size="lg"
        title={t('education.act')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <Suspense fallback={<LoadingPage />}>
          <EducationForm onDone={(id) => void navigate({ to: '/network/educations/$id', params: { id } })} />
        </Suspense>
      </Modal>
    </Page>
  )
}

function useColumns(): readonly Column<EducationLine>[] {
  const { t } = useTranslation('trainings')
  const { locale } = usePreferences()
  const { number } = useNumber()
  const list = new Intl.ListFormat(locale)
  return [
    { id: 'title', head: t('field.title'), priority: 1, width: 'minmax(12rem, 2fr)', wrap: true, cell: (one) => <bdi>{one.title}</bdi> },
    { id: 'starts', head: t('field.startsOn'), priority: 1, width: 'max-content', cell: (one) => dayText(one.startsOn, locale) },
    {
      id: 'countries',
      head: t('field.countries'),
      priority: 3,
      width: 'minmax(8rem, 1fr)',
      wrap: true,
      cell: (one) => (one.countries.length === 0 ? t('everywhere') : list.format(one.countries.map((code) => countryName(code, locale)))),
    },
    { id: 'partners', head: t('field.partners'), priority: 2, width: 'max-content', align: 'end', cell: (one) => number(one.partners) },
    { id: 'state', head: t('field.state'), priority: 1, width: 'max-content', cell: (one) => <EducationState state={one.state} /> },
  ]
}
