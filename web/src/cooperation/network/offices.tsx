import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listMembers } from '../../../../src/domain/cooperation/contract/network/members.ts'
import { beginOffice, endOffice, type NetworkView, type OfficeView } from '../../../../src/domain/cooperation/contract/network/network.ts'
import { useAct, useQuickAct } from '../../app/act.ts'
import { FormNote } from '../../app/form.tsx'
import { useRead } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { useConfirm } from '../../ui/confirm.tsx'
import { Timeline } from '../../ui/facts.tsx'
import { countryName } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'

/** Who holds the secretariat's office, and who held it; giving and ending it, for who may. */
export function Offices({ network }: { readonly network: NetworkView }) {
  const { t } = useTranslation('network')
  const [giving, give] = useDisclosure(false)
  const confirm = useConfirm()
  const end = useQuickAct(endOffice, ['network'])
  const running = network.offices.filter(({ until }) => until === null)
  const ask = async ({ id, holder }: OfficeView) => {
    const sure = await confirm({
      title: t('office.end-title', { name: holder.name }),
      consequence: t('office.end-consequence', { name: holder.name }),
      act: t('office.end'),
      grave: true,
    })
    if (sure) await end({ params: { id } }, t('office.ended', { name: holder.name }))
  }
  const { setOffice } = network.may
  return (
    <Section
      title={t('office.title')}
      lead={t('office.lead')}
      actions={
        setOffice && (
          <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={give.open}>
            {t('office.give')}
          </Button>
        )
      }
    >
      <Timeline
        label={t('office.title')}
        moments={network.offices.map((one) => ({
          id: one.id,
          tone: one.until === null ? 'good' : 'plain',
          what: (
            <>
              <bdi>{one.holder.name}</bdi> {one.until === null && <Badge tone="good">{t('office.running')}</Badge>}
            </>
          ),
          when: <Term since={one.since} until={one.until} />,
          ...(setOffice && one.until === null && running.length > 1
            ? {
                more: (
                  <Button
                    variant="subtle"
                    color="red"
                    size="compact-sm"
                    aria-label={t('office.end-title', { name: one.holder.name })}
                    onClick={() => void ask(one)}
                  >
                    {t('office.end')}
                  </Button>
                ),
              }
            : {}),
        }))}
      />
      <Modal opened={giving} onClose={give.close} title={t('office.give')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <GiveForm onDone={give.close} />
      </Modal>
    </Section>
  )
}

function Term({ since, until }: { readonly since: string; readonly until: string | null }) {
  const { t } = useTranslation('network')
  return (
    <>
      {t('office.since')} <Time at={since} style="date" />
      {until !== null && (
        <>
          {' · '}
          {t('office.until')} <Time at={until} style="date" />
        </>
      )}
    </>
  )
}

/** Gives the office to a member that works on this node: asks which, and says what follows before it is done. */
function GiveForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('network')
  const { locale } = usePreferences()
  const act = useAct(beginOffice, ['network'])
  const [words, setWords] = useState('')
  const [q] = useDebouncedValue(words, 200)
  const [member, choose] = useState<{ readonly value: string; readonly label: string }>()
  const found = useRead(listMembers, { query: { limit: 50, ...(q.trim() === '' || q === member?.label ? {} : { q: q.trim() }) } })
  const options = (found.data?.items ?? [])
    .filter(({ here }) => here)
    .map(({ id, name, country }) => ({ value: id, label: `${name} (${countryName(country, locale)})` }))
  const data = member === undefined || options.some(({ value }) => value === member.value) ? options : [member, ...options]
  const submit = async () => {
    if (member === undefined || (await act.run({ body: { member: member.value } })) === undefined) return
    toast(t('office.given', { name: member.label }))
    onDone()
  }
  return (
    <Stack gap="sm">
      <FormNote failure={act.failure} />
      <Text>{t('office.give-consequence')}</Text>
      <Select
        label={t('office.member')}
        description={t('office.member-hint')}
        searchable
        data={data}
        filter={({ options: all }) => all}
        value={member?.value ?? null}
        onChange={(value) => choose(data.find((one) => one.value === value))}
        onSearchChange={setWords}
        nothingFoundMessage={t('office.nobody')}
      />
      <Group justify="flex-end">
        <Button disabled={member === undefined} loading={act.running} onClick={() => void submit()}>
          {t('office.give')}
        </Button>
      </Group>
    </Stack>
  )
}
