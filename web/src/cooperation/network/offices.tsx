import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { beginOffice, endOffice, type NetworkView, type OfficeView } from '../../../../src/domain/cooperation/contract/network/network.ts'
import { useAct, useQuickAct } from '../../app/act.ts'
import { FormNote } from '../../app/form.tsx'
import { Badge } from '../../ui/badge.tsx'
import { useConfirm } from '../../ui/confirm.tsx'
import { Timeline } from '../../ui/facts.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import { MemberField } from './member-field.tsx'
import { TermForm } from './term-form.tsx'

/** Who holds the secretariat's office, and who held it; giving and ending it, for who may. */
export function Offices({ network }: { readonly network: NetworkView }) {
  const { t } = useTranslation('network')
  const [giving, give] = useDisclosure(false)
  const confirm = useConfirm()
  const end = useQuickAct(endOffice, ['network'])
  const [term, setTerm] = useState<OfficeView | null>(null)
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
          when: <Term office={one} />,
          ...(setOffice && one.until === null
            ? {
                more: (
                  <Group gap="xs">
                    <Button variant="subtle" size="compact-sm" onClick={() => setTerm(one)}>
                      {t('office.term')}
                    </Button>
                    {running.length > 1 && (
                      <Button
                        variant="subtle"
                        color="red"
                        size="compact-sm"
                        aria-label={t('office.end-title', { name: one.holder.name })}
                        onClick={() => void ask(one)}
                      >
                        {t('office.end')}
                      </Button>
                    )}
                  </Group>
                ),
              }
            : {}),
        }))}
      />
      <Modal
        opened={term !== null}
        onClose={() => setTerm(null)}
        title={t('office.term-title', { name: term?.holder.name })}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {term !== null && <TermForm office={term} onDone={() => setTerm(null)} />}
      </Modal>
      <Modal opened={giving} onClose={give.close} title={t('office.give')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <GiveForm onDone={give.close} />
      </Modal>
    </Section>
  )
}

function Term({ office: { since, endsAt, until } }: { readonly office: OfficeView }) {
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
      {until === null && (
        <>
          {' · '}
          {endsAt === null ? (
            t('office.no-end')
          ) : (
            <>
              {t('office.ends')} <Time at={endsAt} style="date" />{' '}
              {Date.parse(endsAt) < Date.now() && <Badge tone="bad">{t('office.overdue')}</Badge>}
            </>
          )}
        </>
      )}
    </>
  )
}

/** Gives the office to a member that works on this node: asks which, and says what follows before it is done. */
function GiveForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('network')
  const act = useAct(beginOffice, ['network'])
  const [member, choose] = useState<string | null>(null)
  const submit = async () => {
    const given = member === null ? undefined : await act.run({ body: { member } })
    if (given === undefined) return
    toast(t('office.given', { name: given.answer.holder.name }))
    onDone()
  }
  return (
    <Stack gap="sm">
      <FormNote failure={act.failure} />
      <Text>{t('office.give-consequence')}</Text>
      <MemberField
        label={t('office.member')}
        description={t('office.member-hint')}
        which={{ here: 'true' }}
        value={member}
        onChange={choose}
      />
      <Group justify="flex-end">
        <Button disabled={member === null} loading={act.running} onClick={() => void submit()}>
          {t('office.give')}
        </Button>
      </Group>
    </Stack>
  )
}
