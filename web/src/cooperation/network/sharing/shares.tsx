import { Button, Menu, Select } from '@mantine/core'
import { IconChevronDown, IconFileText, IconFingerprint } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { shareStates } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import { listShares, type ShareLine } from '../../../../../src/domain/cooperation/contract.ts'
import { LinkButton } from '../../../app/link-button.tsx'
import { useList } from '../../../app/read.ts'
import { isAtLeast, useSession } from '../../../app/session.ts'
import { ListView } from '../../../ui/list/list-view.tsx'
import { Filters, Page } from '../../../ui/page.tsx'
import { OpenRecalls } from '../../release/recall.tsx'
import { useShareColumns } from './columns.tsx'
import { Kept } from './kept.tsx'
import { SharingRule } from './rule.tsx'
import type { SharesSearch } from './search.ts'
import { ShareDialog } from './share-dialog.tsx'
import type { Thing } from './thing.ts'

const route = getRouteApi('/shell/shares')
const idOf = (one: ShareLine) => one.id

/** What one's organisation shows to others: drafts, what is seen now, what was called back and who has not deleted it yet. */
export function Shares() {
  const { t } = useTranslation('sharing')
  const search = route.useSearch()
  const navigate = useNavigate()
  const drafts = isAtLeast(useSession(), 'analyst')
  const [thing, setThing] = useState<Thing>()
  const { state, source } = search
  const query = { ...(state === undefined ? {} : { state: [state] }), ...(source === undefined ? {} : { source }) }
  const list = useList(listShares, { query }, { live: ['share', 'shared-copy'] })
  const go = (next: SharesSearch) => void navigate({ to: '/shares', search: next, replace: true })
  return (
    <Page
      title={t('shares.title')}
      lead={t('shares.lead')}
      actions={
        <>
          <LinkButton to="/groups" variant="default">
            {t('groups.title')}
          </LinkButton>
          {drafts && (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button rightSection={<IconChevronDown size={14} />}>{t('shares.new')}</Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconFileText size={16} />} onClick={() => setThing({ kind: 'document' })}>
                  {t('draft.of.document')}
                </Menu.Item>
                <Menu.Item leftSection={<IconFingerprint size={16} />} onClick={() => setThing({ kind: 'indicator' })}>
                  {t('draft.of.indicator')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </>
      }
    >
      <Filters label={t('filter.label')}>
        <Select
          aria-label={t('field.state')}
          placeholder={t('filter.every-state')}
          clearable
          value={state ?? null}
          onChange={(value) => {
            const { state: _, ...rest } = search
            const chosen = shareStates.find((one) => one === value)
            go(chosen === undefined ? rest : { ...rest, state: chosen })
          }}
          data={shareStates.map((one) => ({ value: one, label: t(`state.${one}`) }))}
        />
        {source !== undefined && (
          <Button
            variant="default"
            onClick={() => {
              const { source: _, ...rest } = search
              go(rest)
            }}
          >
            {t('filter.every-source')}
          </Button>
        )}
      </Filters>
      <ListView
        label={t('shares.title')}
        source={list}
        columns={useShareColumns()}
        idOf={idOf}
        nameOf={(one) => one.title}
        onOpen={(one) => void navigate({ to: '/shares/$id', params: { id: one.id } })}
        empty={{ title: t('shares.none'), text: t('shares.none-why') }}
      />
      <OpenRecalls />
      <Kept />
      <SharingRule />
      <ShareDialog thing={thing} onClose={() => setThing(undefined)} />
    </Page>
  )
}
