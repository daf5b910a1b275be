import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addConsumer, type ConsumerView, listConsumers, revokeConsumer } from '../../../../src/domain/cooperation/contract.ts'
import { useAct, useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { FormNote, useChecks, useFields } from '../../app/form.tsx'
import { useRead } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { CodeBlock, Hash, Mono } from '../../ui/code.tsx'
import { useConfirm } from '../../ui/confirm.tsx'
import { Section } from '../../ui/page.tsx'
import { Empty } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import classes from '../forms.module.css'

/** Who fetches the lists, each by an address of their own. */
export function Consumers() {
  const { t } = useTranslation('lists')
  const result = useRead(listConsumers, {}, { live: ['block-consumer'] })
  const [making, setMaking] = useState(false)
  const may = result.data?.may.set === true
  return (
    <Section
      title={t('consumers.title')}
      lead={t('consumers.lead')}
      actions={
        may && (
          <Button variant="default" onClick={() => setMaking(true)}>
            {t('consumers.add')}
          </Button>
        )
      }
    >
      <Answer of={result}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('consumers.none')} text={t('consumers.none-why')} />
          ) : (
            <ul className={classes.rows}>
              {items.map((one) => (
                <Row key={one.id} consumer={one} may={may} />
              ))}
            </ul>
          )
        }
      </Answer>
      <NewConsumer open={making} onClose={() => setMaking(false)} />
    </Section>
  )
}

function Row({ consumer, may }: { readonly consumer: ConsumerView; readonly may: boolean }) {
  const { t } = useTranslation('lists')
  const confirm = useConfirm()
  const revoke = useQuickAct(revokeConsumer, ['block-consumer'])
  const { name, fetches } = consumer
  const ask = async () => {
    const sure = await confirm({
      title: t('consumers.revoke-title', { name }),
      consequence: t('consumers.revoke-consequence'),
      act: t('consumers.revoke'),
      grave: true,
    })
    if (sure) await revoke({ params: { id: consumer.id } }, t('consumers.revoked', { name }))
  }
  return (
    <li>
      <div>
        <bdi>{name}</bdi> {consumer.revokedAt !== null && <Badge>{t('consumers.is-revoked')}</Badge>}
        <div>
          {consumer.fetchedAt === null ? (
            t('consumers.never')
          ) : (
            <>
              {t('consumers.fetched')} <Time at={consumer.fetchedAt} style="relative" />
            </>
          )}
        </div>
        {fetches.length > 0 && (
          <details>
            <summary>{t('consumers.took', { count: fetches.length })}</summary>
            {fetches.map((one) => (
              <div key={`${one.format} ${one.sha256}`}>
                <Mono>{one.format}</Mono> <Hash value={one.sha256} /> · {t('consumers.entries', { count: one.entries })} ·{' '}
                {t('consumers.times', { count: one.times })} · <Time at={one.lastAt} style="relative" />
              </div>
            ))}
          </details>
        )}
      </div>
      {may && consumer.revokedAt === null && (
        <Button variant="subtle" color="red" size="compact-sm" className="t-no-print" onClick={() => void ask()}>
          {t('consumers.revoke')}
        </Button>
      )}
    </li>
  )
}

type Made = { readonly name: string; readonly url: string }

function NewConsumer({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('lists')
  const [made, setMade] = useState<Made>()
  const close = () => {
    setMade(undefined)
    onClose()
  }
  return (
    <Modal
      opened={open}
      onClose={close}
      size="lg"
      title={t('consumers.add')}
      closeOnClickOutside={made === undefined}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      {made === undefined ? <NewForm onMade={setMade} /> : <HowTo url={made.url} onDone={close} />}
    </Modal>
  )
}

function NewForm({ onMade }: { readonly onMade: (made: Made) => void }) {
  const { t } = useTranslation('lists')
  const act = useAct(addConsumer, ['block-consumer'])
  const form = useFields({ name: '' }, { name: useChecks().required }, act.failure)
  const submit = form.onSubmit(async (values) => {
    const done = await act.run({ body: values })
    if (done !== undefined) onMade(done.answer)
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput
          label={t('consumers.name')}
          description={t('consumers.name-hint')}
          maxLength={80}
          data-autofocus
          {...form.props('name')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('consumers.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const formats = ['rpz', 'hosts', 'plain', 'rspamd', 'postfix'] as const
type Format = (typeof formats)[number]

/** What to put where, for each format; the address stands in it this once. */
const howTo: Readonly<Record<Format, (url: string) => string>> = {
  rpz: (url) => `# Unbound: unbound.conf\nrpz:\n    name: "tocsin.rpz"\n    url: "${url}/rpz"\n    zonefile: "/var/lib/unbound/tocsin.rpz"`,
  hosts: (url) => `curl -fsS ${url}/hosts -o /etc/tocsin.hosts`,
  plain: (url) => `curl -fsS ${url}/plain\ncurl -fsS '${url}/plain?part=address'\ncurl -fsS '${url}/plain?part=url'`,
  rspamd: (url) =>
    `# local.d/multimap.conf\nTOCSIN_NAME {\n  type = "url";\n  filter = "host";\n  glob = true;\n  map = "${url}/rspamd";\n  score = 6;\n}\nTOCSIN_ADDRESS {\n  type = "ip";\n  map = "${url}/rspamd?part=address";\n  score = 6;\n}`,
  postfix: (url) =>
    `curl -fsS ${url}/postfix -o /etc/postfix/tocsin && postmap /etc/postfix/tocsin\n# main.cf\nsmtpd_sender_restrictions = check_sender_access hash:/etc/postfix/tocsin`,
}

function HowTo({ url, onDone }: { readonly url: string; readonly onDone: () => void }) {
  const { t } = useTranslation('lists')
  const [format, setFormat] = useState<Format>('rpz')
  return (
    <Stack gap="sm">
      <Text>{t('consumers.once')}</Text>
      <CodeBlock text={url} />
      <Select
        label={t('consumers.how')}
        allowDeselect={false}
        value={format}
        onChange={(value) => setFormat(formats.find((one) => one === value) ?? 'rpz')}
        data={formats.map((one) => ({ value: one, label: t(`format.${one}`) }))}
      />
      <Text size="sm">{t(`format-means.${format}`)}</Text>
      <CodeBlock text={howTo[format](url)} />
      <Group justify="flex-end">
        <Button onClick={onDone}>{t('consumers.done')}</Button>
      </Group>
    </Stack>
  )
}
