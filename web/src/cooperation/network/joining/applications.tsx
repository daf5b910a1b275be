import { Button, Modal, Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { proposalStates } from '../../../../../src/domain/cooperation/contract/network/joining-names.ts'
import { listProposals, type ProposalView } from '../../../../../src/domain/cooperation/contract.ts'
import { LinkButton } from '../../../app/link-button.tsx'
import { useList, useRead } from '../../../app/read.ts'
import { Country } from '../../../ui/country.tsx'
import { type Column, ListView } from '../../../ui/list/list-view.tsx'
import { Filters, Page } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import { AskingForm } from './asking-form.tsx'
import { ApplicantKind, ProposalState } from './words.tsx'

const route = getRouteApi('/shell/network/applications')
const idOf = (one: ProposalView) => one.id

/** Who asks to join the network, and what became of it. */
export function Applications() {
  const { t } = useTranslation('joining')
  const { state } = route.useSearch()
  const navigate = useNavigate()
  const [entering, setEntering] = useState(false)
  const query = { kind: ['accession' as const], ...(state === undefined ? {} : { state: [state] }) }
  const source = useList(listProposals, { query }, { live: ['proposal'] })
  const may = useRead(listProposals, { query: { limit: 1 } }).data?.may
  return (
    <Page
      title={t('applications.title')}
      lead={t('applications.lead')}
      actions={
        <>
          <LinkButton to="/network/procedures" variant="default">
            {t('texts.procedures')}
          </LinkButton>
          <LinkButton to="/network/instrument" variant="default">
            {t('instrument.title')}
          </LinkButton>
          {may?.enter === true && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setEntering(true)}>
              {t('enter.act')}
            </Button>
          )}
        </>
      }
    >
      <Filters label={t('filter')}>
        <Select
          aria-label={t('column.state')}
          placeholder={t('every-state')}
          clearable
          value={state ?? null}
          onChange={(value) => {
            const chosen = proposalStates.find((one) => one === value)
            void navigate({ to: '/network/applications', search: chosen === undefined ? {} : { state: chosen }, replace: true })
          }}
          data={proposalStates.map((one) => ({ value: one, label: t(`state.${one}`) }))}
        />
      </Filters>
      <ListView
        label={t('applications.title')}
        source={source}
        columns={useColumns()}
        idOf={idOf}
        nameOf={(one) => one.application?.name ?? ''}
        onOpen={(one) => void navigate({ to: '/network/applications/$id', params: { id: one.id } })}
        empty={{ title: t('applications.none'), text: t('applications.none-why') }}
      />
      <Modal
        opened={entering}
        onClose={() => setEntering(false)}
        size="lg"
        title={t('enter.act')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <AskingForm outside onDone={() => setEntering(false)} />
      </Modal>
    </Page>
  )
}

function useColumns(): readonly Column<ProposalView>[] {
  const { t } = useTranslation('joining')
  return [
    { id: 'name', head: t('column.name'), priority: 1, width: 'minmax(12rem, 2fr)', cell: (one) => <bdi>{one.application?.name}</bdi> },
    {
      id: 'kind',
      head: t('column.kind'),
      priority: 2,
      width: 'minmax(9rem, 1fr)',
      cell: (one) => one.application !== null && <ApplicantKind of={one.application} />,
    },
    {
      id: 'country',
      head: t('column.country'),
      priority: 3,
      width: 'minmax(8rem, 1fr)',
      cell: (one) => one.application !== null && <Country code={one.application.country} />,
    },
    { id: 'state', head: t('column.state'), priority: 1, width: 'max-content', cell: (one) => <ProposalState proposal={one} /> },
    {
      id: 'closes',
      head: t('column.closes'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (one) => one.closesAt !== null && <Time at={one.closesAt} style="date" />,
    },
  ]
}
