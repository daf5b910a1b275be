import { Button, Select, Stack, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { approveReleases, listReleases, type ReleaseLine, readRelease } from '../../../src/domain/cooperation/contract.ts'
import { useAct } from '../app/act.ts'
import { Answer } from '../app/answer.tsx'
import { FormNote } from '../app/form.tsx'
import { useList, useRead } from '../app/read.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { Badge } from '../ui/badge.tsx'
import { useConfirm } from '../ui/confirm.tsx'
import { ListView } from '../ui/list/list-view.tsx'
import { Filters, Page, Section } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import { Doubts } from './release/about.tsx'
import { Acts } from './release/acts.tsx'
import { Preview } from './release/preview.tsx'
import classes from './release/release.module.css'
import { type ApprovalsSearch, kinds } from './search.ts'
import { useReleaseColumns } from './words.tsx'

const route = getRouteApi('/shell/approvals')
const idOf = (one: ReleaseLine) => one.id

/** What waits for somebody to let it go: a list, and beside it exactly what would go. */
export function Approvals() {
  const { t } = useTranslation('cooperation')
  const session = useSession()
  const search = route.useSearch()
  const navigate = useNavigate()
  const go = (next: ApprovalsSearch) => void navigate({ to: '/approvals', search: next, replace: true })
  const source = useList(
    listReleases,
    { query: { state: ['draft'], ...(search.kind === undefined ? {} : { kind: [search.kind] }) } },
    { live: ['release'] },
  )
  const { id, ...others } = search
  // beside what would go there is room for what tells the letters apart
  const fewer = id === undefined ? ['state'] : ['state', 'kind', 'at']
  const columns = useReleaseColumns().filter((column) => !fewer.includes(column.id))
  return (
    <Page
      title={t('approvals.title')}
      lead={t('approvals.lead')}
      {...(id === undefined ? {} : { aside: <Pane key={id} id={id} onDone={() => go(others)} /> })}
    >
      <Filters label={t('approvals.filter')}>
        <Select
          aria-label={t('column.kind')}
          placeholder={t('filter.every-kind')}
          clearable
          value={search.kind ?? null}
          onChange={(value) => {
            const { kind: _, ...rest } = search
            const kind = kinds.find((one) => one === value)
            go(kind === undefined ? rest : { ...rest, kind })
          }}
          data={kinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
        />
      </Filters>
      <ListView
        label={t('approvals.title')}
        source={source}
        columns={[
          ...columns,
          {
            id: 'doubts',
            head: t('doubt.head'),
            priority: 2,
            width: 'max-content',
            cell: (one) =>
              one.warnings.length === 0 && one.fault === null ? null : (
                <Badge tone={one.fault === null ? 'warn' : 'bad'}>
                  {one.fault === null ? t('doubt.count', { count: one.warnings.length }) : t('doubt.fault')}
                </Badge>
              ),
          },
        ]}
        idOf={idOf}
        nameOf={(one) => one.title}
        onOpen={(one) => go({ ...search, id: one.id })}
        {...(isAtLeast(session, 'analyst')
          ? { bulk: (chosen: readonly ReleaseLine[], clear: () => void) => <Bulk chosen={chosen} clear={clear} /> }
          : {})}
        empty={{ title: t('approvals.none'), text: t('approvals.none-why') }}
      />
    </Page>
  )
}

function Pane({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const { t } = useTranslation('cooperation')
  const result = useRead(readRelease, { params: { id } }, { live: ['release'] })
  return (
    <Answer of={result}>
      {(release) => (
        <Section
          title={release.title}
          actions={
            <Link to="/releases/$id" params={{ id }} className={classes.link}>
              {t('approvals.whole')}
            </Link>
          }
        >
          <Stack gap="md" miw={0}>
            <Doubts release={release} />
            <Acts release={release} onDone={onDone} />
            <Preview release={release} />
          </Stack>
        </Section>
      )}
    </Answer>
  )
}

/** Each under the hash that the list shows of it: what has changed since stays, and is told. */
function Bulk({ chosen, clear }: { readonly chosen: readonly ReleaseLine[]; readonly clear: () => void }) {
  const { t } = useTranslation('cooperation')
  const confirm = useConfirm()
  const act = useAct(approveReleases, ['release', 'mail', 'action', 'case'])
  const ready = chosen.flatMap(({ id, sha256, fault }) => (sha256 === null || fault !== null ? [] : [{ id, sha256 }])).slice(0, 100)
  const doubtful = chosen.filter(({ warnings }) => warnings.length > 0).length
  const go = async () => {
    const sure = await confirm({
      title: t('bulk.title', { count: ready.length }),
      consequence: doubtful > 0 ? t('bulk.doubtful', { count: doubtful }) : t('bulk.consequence'),
      act: t('act.approve'),
    })
    if (!sure) return
    const done = await act.run({ body: { releases: ready } })
    if (done === undefined) return
    const gone = done.answer.results.filter((one) => one.done).length
    toast(gone === ready.length ? t('bulk.done', { count: gone }) : t('bulk.some', { count: gone, all: ready.length }))
    clear()
  }
  return (
    <>
      <Button
        size="compact-sm"
        leftSection={<IconCheck size={14} />}
        disabled={ready.length === 0}
        loading={act.running}
        onClick={() => void go()}
      >
        {t('act.approve')}
      </Button>
      {ready.length < chosen.length && <Text size="sm">{t('bulk.without', { count: chosen.length - ready.length })}</Text>}
      <FormNote failure={act.failure} />
    </>
  )
}
