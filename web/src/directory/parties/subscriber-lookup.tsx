import { Alert, Button, Group, Modal, PasswordInput, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type SubscriberLookup as Lookup,
  putSubscriberLookup,
  readSubscriberLookup,
  removeSubscriberLookup,
} from '../../../../src/domain/directory/contract.ts'
import { useAct, useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { FormNote, useChecks, useFields } from '../../app/form.tsx'
import { useRead } from '../../app/read.ts'
import { Mono } from '../../ui/code.tsx'
import { useConfirm } from '../../ui/confirm.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'

const live = ['subscriber-lookup']

/** The organisation's own system that is asked who had an address at a moment: what is set, and setting it. */
export function SubscriberLookup() {
  const { t } = useTranslation('directory')
  const state = useRead(readSubscriberLookup, {}, { live })
  const [open, setOpen] = useState(false)
  const lookup = state.data?.lookup ?? null
  return (
    <Section
      title={t('subscriber.title')}
      lead={t('subscriber.lead')}
      actions={
        <Button variant="default" disabled={state.data === undefined} onClick={() => setOpen(true)}>
          {t(lookup === null ? 'subscriber.set' : 'subscriber.change')}
        </Button>
      }
    >
      <Answer of={state}>
        {({ inside, outside }) => (
          <Stack gap="sm">
            {lookup === null ? <Text c="dimmed">{t('subscriber.none')}</Text> : <What lookup={lookup} />}
            {!outside && (
              <Alert color="gray" title={t('subscriber.off')}>
                {inside.length === 0 ? t('subscriber.off-why') : t('subscriber.inside', { places: inside.join(', ') })}
              </Alert>
            )}
          </Stack>
        )}
      </Answer>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t('subscriber.set')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <Form lookup={lookup} onDone={() => setOpen(false)} />
      </Modal>
    </Section>
  )
}

function What({ lookup }: { readonly lookup: Lookup }) {
  const { t } = useTranslation('directory')
  const confirm = useConfirm()
  const remove = useQuickAct(removeSubscriberLookup, live)
  const ask = async () => {
    const sure = await confirm({
      title: t('subscriber.remove'),
      consequence: t('subscriber.remove-consequence'),
      act: t('subscriber.remove'),
      grave: true,
    })
    if (sure) await remove({}, t('subscriber.removed'))
  }
  const { pointers } = lookup
  return (
    <>
      <Facts
        facts={[
          { name: t('subscriber.url'), value: <Mono>{lookup.url}</Mono> },
          lookup.header !== null && { name: t('subscriber.header'), value: <Mono>{lookup.header}</Mono> },
          { name: t('subscriber.nets'), value: <Mono>{lookup.nets.join(', ')}</Mono> },
          { name: t('subscriber.reference'), value: <Mono>{pointers.reference}</Mono> },
          pointers.name !== null && { name: t('subscriber.name'), value: <Mono>{pointers.name}</Mono> },
          pointers.contact !== null && { name: t('subscriber.contact'), value: <Mono>{pointers.contact}</Mono> },
          {
            name: t('field.since'),
            value: (
              <>
                <Time at={lookup.setAt} style="date" /> <bdi>{lookup.by}</bdi>
              </>
            ),
          },
        ]}
      />
      <Group>
        <Button variant="subtle" color="red" size="compact-sm" onClick={() => void ask()}>
          {t('subscriber.remove')}
        </Button>
      </Group>
    </>
  )
}

const examples = {
  url: 'https://aaa.example/who?ip={address}&port={port}&at={at}',
  header: 'Authorization',
  nets: '192.0.2.0/24\n2001:db8::/32',
  name: '/name',
  contact: '/email',
}
const technical = { dir: 'ltr', autoComplete: 'off', spellCheck: false } as const
const orNull = (text: string) => (text.trim() === '' ? null : text.trim())

function Form({ lookup, onDone }: { readonly lookup: Lookup | null; readonly onDone: () => void }) {
  const { t } = useTranslation('directory')
  const { required } = useChecks()
  const act = useAct(putSubscriberLookup, live)
  const form = useFields(
    {
      url: lookup?.url ?? '',
      header: lookup?.header ?? '',
      secret: '',
      nets: lookup?.nets.join('\n') ?? '',
      reference: lookup?.pointers.reference ?? '/subscriber',
      name: lookup?.pointers.name ?? '',
      contact: lookup?.pointers.contact ?? '',
    },
    { url: required, nets: required, reference: required },
    act.failure,
  )
  const submit = form.onSubmit(async ({ url, header, secret, nets, reference, name, contact }) => {
    const done = await act.run({
      body: {
        url,
        header: orNull(header),
        ...(secret === '' ? {} : { secret }),
        nets: nets.split(/[\s,]+/).filter((net) => net !== ''),
        pointers: { reference, name: orNull(name), contact: orNull(contact) },
      },
    })
    if (done === undefined) return
    toast(t('subscriber.done'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput
          label={t('subscriber.url')}
          description={t('subscriber.url-hint')}
          placeholder={examples.url}
          maxLength={2_000}
          data-autofocus
          {...technical}
          {...form.props('url')}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={t('subscriber.header')}
            description={t('subscriber.header-hint')}
            placeholder={examples.header}
            maxLength={64}
            {...technical}
            {...form.props('header')}
          />
          <PasswordInput
            label={t('subscriber.secret')}
            description={t(lookup?.secret === true ? 'subscriber.secret-kept' : 'subscriber.secret-hint')}
            maxLength={1_000}
            {...technical}
            autoComplete="new-password"
            {...form.props('secret')}
          />
        </SimpleGrid>
        <Textarea
          label={t('subscriber.nets')}
          description={t('subscriber.nets-hint')}
          placeholder={examples.nets}
          rows={3}
          {...technical}
          {...form.props('nets')}
        />
        <Text size="sm">{t('subscriber.pointers')}</Text>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <TextInput label={t('subscriber.reference')} maxLength={200} {...technical} {...form.props('reference')} />
          <TextInput label={t('subscriber.name')} placeholder={examples.name} maxLength={200} {...technical} {...form.props('name')} />
          <TextInput
            label={t('subscriber.contact')}
            placeholder={examples.contact}
            maxLength={200}
            {...technical}
            {...form.props('contact')}
          />
        </SimpleGrid>
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
