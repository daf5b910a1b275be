import { Button, Group, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  actionKinds,
  type CaseView,
  listCaseParties,
  partyRoles,
  proposeAction,
  type Recipient,
  type Suggestion,
} from '../../../../src/domain/cases/contract.ts'
import type { AnsweringView } from '../../../../src/domain/directory/contract.ts'
import { useAct } from '../../app/act.ts'
import { useChecks, useFields } from '../../app/form.tsx'
import { languages } from '../../app/languages.ts'
import { AnswersPanel } from '../../app/panels.ts'
import { useList } from '../../app/read.ts'
import { WaySelect } from '../../app/way-panels.ts'
import { defang } from '../../ui/defang.ts'
import { LoadingPage } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import classes from '../cases.module.css'
import { thingsIn } from '../things.ts'
import { caseChanges } from '../words.tsx'
import { DialogForm } from './dialog-form.tsx'

// an answer is written in the conversation, where it is known to whom
const proposed = actionKinds.filter((one) => one !== 'reply')
// what goes to nobody in particular: where it goes, the room that executes it knows
const toNobody: readonly string[] = ['block', 'submit-sample', 'hotline']

type Props = { readonly view: CaseView; readonly suggestion: Suggestion | undefined; readonly onDone: () => void }

/** Proposes an action: what, to whom, about which things. Nothing leaves by it; somebody approves the very bytes. */
export function ProposeForm({ view, suggestion, onDone }: Props) {
  const { t } = useTranslation('cases')
  const { required } = useChecks()
  const parties = useList(listCaseParties, { params: { id: view.id }, query: { limit: 100 } }, { live: ['case'] }).items
  const act = useAct(proposeAction, caseChanges)
  const [first] = suggestion?.recipients ?? []
  const form = useFields(
    {
      kind: (suggestion?.kind ?? (view.kind === 'child-material' ? 'hotline' : 'notify')) as string,
      name: first?.name ?? '',
      address: first?.address ?? '',
      role: (first?.role ?? suggestion?.roles[0] ?? 'host') as string | null,
      format: (first?.format ?? 'text') as string,
      language: (first?.language ?? null) as string | null,
      things: (suggestion?.things ?? []).map(({ value }) => value).join('\n'),
      way: null as string | null,
    },
    { kind: required },
    act.failure,
  )
  const { values } = form
  const addressed = !toNobody.includes(values.kind)
  const wayOption = values.kind === 'submit-sample' ? 'vendor' : values.kind === 'hotline' ? 'hotline' : undefined
  const { things, unread } = thingsIn(values.things)
  const [asked, setAsked] = useState<string>()
  const answerable = things.find((thing) => thing.kind !== 'file' && thing.kind !== 'sender')
  const known = parties.find((one) => one.name === values.name)
  const [taken, setTaken] = useState<{ readonly address: string; readonly party: string | null; readonly contact: string | null }>()
  const take = (answer: AnsweringView, contact: AnsweringView['contacts'][number]) => {
    setTaken({ address: contact.address, party: answer.party.id, contact: contact.id })
    form.set('name', answer.party.name)
    form.set('address', contact.address)
    form.set('role', answer.role)
    form.set('format', contact.format)
    form.set('language', languages.find(({ tag }) => tag === contact.language)?.tag ?? null)
  }
  const submit = form.onSubmit(async () => {
    const found = taken?.address === values.address.trim() ? taken : undefined
    const recipient = {
      name: values.name.trim(),
      address: values.address.trim() === '' ? null : values.address.trim(),
      party: found?.party ?? known?.party ?? first?.party ?? null,
      contact: found !== undefined ? found.contact : first?.name === values.name ? (first?.contact ?? null) : null,
      role: values.role as Recipient['role'],
      format: values.format as Recipient['format'],
      language: values.language,
    }
    const given = new Map((suggestion?.things ?? []).map((thing) => [thing.value, thing]))
    const done = await act.run({
      params: { id: view.id },
      body: {
        kind: values.kind as (typeof actionKinds)[number],
        recipient: addressed && recipient.name !== '' ? recipient : null,
        // what the playbook knew of a thing besides its value stays with it
        things: things.map((thing) => given.get(thing.value) ?? thing),
        ground: suggestion?.ground ?? null,
        ...(wayOption !== undefined && values.way !== null ? { options: { [wayOption]: values.way } } : {}),
      },
    })
    if (done === undefined) return
    toast(t('actions.proposed-said'))
    onDone()
  })
  return (
    <DialogForm failure={act.failure} running={act.running} act={t('actions.propose')} onSubmit={submit}>
      <p className={classes.dim}>{t('actions.propose-means')}</p>
      <Select
        label={t('actions.kind')}
        data={proposed.map((one) => ({ value: one, label: t(`action.${one}`) }))}
        allowDeselect={false}
        {...form.props('kind')}
      />
      {wayOption !== undefined && (
        <Suspense>
          <WaySelect what={wayOption} {...form.props('way')} />
        </Suspense>
      )}
      {addressed && (
        <>
          {parties.length > 0 && (
            <Select
              label={t('actions.of-the-case')}
              placeholder={t('actions.choose-party')}
              data={parties.map((one) => ({ value: one.id, label: `${one.name} (${t(`role.${one.role}`)})` }))}
              value={known?.id ?? null}
              onChange={(id) => {
                const party = parties.find((one) => one.id === id)
                form.set('name', party?.name ?? '')
                form.set('address', party?.address ?? '')
                form.set('role', party?.role ?? null)
              }}
              clearable
            />
          )}
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TextInput label={t('actions.recipient')} dir="auto" maxLength={300} {...form.props('name')} />
            <TextInput label={t('actions.address')} type="email" dir="ltr" maxLength={320} {...form.props('address')} />
          </SimpleGrid>
          <Group grow align="start" gap="sm">
            <Select
              label={t('parties.role')}
              data={partyRoles.map((one) => ({ value: one, label: t(`role.${one}`) }))}
              {...form.props('role')}
            />
            <Select
              label={t('actions.format')}
              data={(['text', 'xarf', 'arf'] as const).map((one) => ({ value: one, label: t(`actions.formats.${one}`) }))}
              allowDeselect={false}
              {...form.props('format')}
            />
            <Select
              label={t('actions.language')}
              placeholder={t('actions.any-language')}
              data={languages.map(({ tag, name }) => ({ value: tag, label: name }))}
              clearable
              {...form.props('language')}
            />
          </Group>
        </>
      )}
      <Textarea
        label={t('actions.about')}
        description={t('actions.about-hint')}
        dir="ltr"
        autosize
        minRows={3}
        maxRows={10}
        {...form.props('things')}
        error={unread.length === 0 ? form.props('things').error : t('actions.unread', { lines: unread.slice(0, 3).join(', ') })}
      />
      {addressed && answerable !== undefined && asked !== answerable.value && (
        <Group>
          <Button variant="default" size="compact-sm" onClick={() => setAsked(answerable.value)}>
            {t('actions.who-answers', { thing: `\u2068${defang(answerable.value)}\u2069` })}
          </Button>
        </Group>
      )}
      {addressed && asked !== undefined && asked === answerable?.value && (
        <Suspense fallback={<LoadingPage />}>
          <AnswersPanel value={asked} port={answerable.port ?? null} at={answerable.at ?? null} onTake={take} />
        </Suspense>
      )}
    </DialogForm>
  )
}
