import { Button, Group, Menu, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDots, IconInbox, IconList, IconMailOff, IconMailPlus, IconPencil, IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addChannel, changeChannel, listChannels, listMailboxes, mostCounted, removeMailbox } from '../../../src/domain/intake/contract.ts'
import { useAct, useQuickAct } from '../app/act.ts'
import { Answer } from '../app/answer.tsx'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { useRead } from '../app/read.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { Badge } from '../ui/badge.tsx'
import { CodeBlock, Copyable } from '../ui/code.tsx'
import { useConfirm } from '../ui/confirm.tsx'
import { formatNumber } from '../ui/format.ts'
import { Page } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { Empty } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import classes from './channels.module.css'
import { type ChannelView, channelTones, healthOf } from './health.ts'
import { MailboxForm, type MailboxView } from './mailbox-form.tsx'
import { MailboxHealth } from './mailbox-health.tsx'
import { ShowingSection } from './showing.tsx'

/** The ways that reports come in by, and whether they do. */
export function Channels() {
  const { t } = useTranslation('intake')
  const session = useSession()
  const result = useRead(listChannels, {}, { live: ['channel', 'report'] })
  const mailboxes = useRead(listMailboxes, {}, { live: ['channel'] })
  const [adding, add] = useDisclosure(false)
  const [joining, join] = useDisclosure(false)
  const runs = isAtLeast(session, 'administrator')
  return (
    <Page
      title={t('channels.title')}
      lead={t('channels.lead')}
      actions={
        runs && (
          <>
            <Button variant="default" leftSection={<IconInbox size={16} />} onClick={join.open}>
              {t('mailbox.add')}
            </Button>
            <Button leftSection={<IconMailPlus size={16} />} onClick={add.open}>
              {t('channels.add')}
            </Button>
          </>
        )
      }
    >
      <Answer of={result}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('channels.none')} text={t('channels.none-why')} />
          ) : (
            <ul className={classes.channels}>
              {items.map((channel) => (
                <ChannelCard
                  key={channel.id}
                  channel={channel}
                  mailbox={mailboxes.data?.items.find(({ id }) => id === channel.id)}
                  runs={runs}
                />
              ))}
            </ul>
          )
        }
      </Answer>
      <ShowingSection runs={runs} />
      <Modal opened={adding} onClose={add.close} title={t('channels.add')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <AddForm onClose={add.close} />
      </Modal>
      <Modal opened={joining} onClose={join.close} title={t('mailbox.add')} size="lg" closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <MailboxForm onClose={join.close} />
      </Modal>
    </Page>
  )
}

function useChannelName(): (channel: Pick<ChannelView, 'kind' | 'name'>) => string {
  const { t } = useTranslation('intake')
  // all but mail channels and mailboxes are made by the node, which names them for itself
  return ({ kind, name }) => ((kind === 'mail' && name !== 'report@') || kind === 'imap' ? name : t(`kind.${kind}`))
}

type CardProps = { readonly channel: ChannelView; readonly mailbox: MailboxView | undefined; readonly runs: boolean }

function ChannelCard({ channel, mailbox, runs }: CardProps) {
  const { t } = useTranslation('intake')
  const { locale } = usePreferences()
  const name = useChannelName()(channel)
  const health = mailbox?.open && mailbox.trouble !== null ? 'trouble' : healthOf(channel, new Date())
  return (
    <li className={classes.channel}>
      <header>
        <div>
          <h2>
            <bdi>{name}</bdi>
          </h2>
          <p>{t(`means.${channel.kind}`)}</p>
        </div>
        <Badge tone={channelTones[health]}>{t(`health.${health}`)}</Badge>
      </header>
      {channel.address !== null && (
        <div className={classes.address}>
          <Copyable text={channel.address} what={t('channels.address')} />
        </div>
      )}
      {channel.kind === 'imap' && <MailboxHealth mailbox={mailbox} />}
      {channel.kind === 'public' && (
        <div className={classes.address}>
          <Copyable text={`${window.location.origin}/report`} what={t('channels.page')} />
        </div>
      )}
      {channel.kind === 'http' && (
        <CodeBlock
          text={`curl -H 'Authorization: Bearer KEY' -H 'Content-Type: message/rfc822' --data-binary @spam.eml ${window.location.origin}/api/reports`}
        />
      )}
      <dl>
        <div>
          <dt>{t('channels.reports')}</dt>
          <dd>{`${formatNumber(channel.reports, locale)}${channel.reports < mostCounted ? '' : '+'}`}</dd>
        </div>
        <div>
          <dt>{t('channels.last')}</dt>
          <dd>{channel.lastAt === null ? t('channels.never') : <Time at={channel.lastAt} style="relative" />}</dd>
        </div>
        <div>
          <dt>{t('channels.since')}</dt>
          <dd>
            <Time at={channel.createdAt} style="date" />
          </dd>
        </div>
      </dl>
      <footer className="t-no-print">
        <Link to="/reports" search={{ channel: channel.id }} className={classes.see}>
          <IconList size={15} aria-hidden="true" />
          {t('channels.see')}
        </Link>
        {runs && (channel.kind !== 'imap' || mailbox !== undefined) && <ChannelMenu channel={channel} mailbox={mailbox} name={name} />}
      </footer>
    </li>
  )
}

function ChannelMenu({ channel, mailbox, name }: Omit<CardProps, 'runs'> & { readonly name: string }) {
  const { t } = useTranslation('intake')
  const confirm = useConfirm()
  const change = useQuickAct(changeChannel, ['channel'])
  const remove = useQuickAct(removeMailbox, ['channel'])
  const [renaming, rename] = useDisclosure(false)
  const [editing, edit] = useDisclosure(false)
  const mail = channel.kind === 'mail' && channel.name !== 'report@'
  const toggle = async () => {
    const sure =
      !channel.open ||
      (await confirm({
        title: t('channels.close-title', { name }),
        consequence: t(`closing.${channel.kind}`),
        act: t('channels.close'),
        grave: true,
      }))
    if (sure)
      await change(
        { params: { id: channel.id }, body: { open: !channel.open } },
        channel.open ? t('channels.closed-now', { name }) : t('channels.opened-now', { name }),
      )
  }
  const forget = async () => {
    const sure = await confirm({
      title: t('mailbox.remove-title', { name }),
      consequence: t('mailbox.remove-means'),
      act: t('mailbox.remove'),
      grave: true,
    })
    if (sure) await remove({ params: { id: channel.id } }, t('mailbox.removed-now', { name }))
  }
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="subtle" size="compact-sm" color="gray" aria-label={t('channels.more', { name })}>
            <IconDots size={16} aria-hidden="true" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {mail && (
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={rename.open}>
              {t('channels.rename')}
            </Menu.Item>
          )}
          {mailbox !== undefined && (
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={edit.open}>
              {t('mailbox.edit')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconMailOff size={16} />} {...(channel.open ? { color: 'red' } : {})} onClick={() => void toggle()}>
            {channel.open ? t('channels.close') : t('channels.open')}
          </Menu.Item>
          {mailbox !== undefined && (
            <Menu.Item leftSection={<IconTrash size={16} />} color="red" onClick={() => void forget()}>
              {t('mailbox.remove')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={renaming} onClose={rename.close} title={t('channels.rename')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <RenameForm channel={channel} onClose={rename.close} />
      </Modal>
      {mailbox !== undefined && (
        <Modal opened={editing} onClose={edit.close} title={t('mailbox.edit')} size="lg" closeButtonProps={{ 'aria-label': t('ui:close') }}>
          <MailboxForm mailbox={mailbox} onClose={edit.close} />
        </Modal>
      )}
    </>
  )
}

function RenameForm({ channel, onClose }: { readonly channel: ChannelView; readonly onClose: () => void }) {
  const { t } = useTranslation('intake')
  const act = useAct(changeChannel, ['channel'])
  const form = useFields({ name: channel.name }, { name: useChecks().required }, act.failure)
  const submit = form.onSubmit(async ({ name }) => {
    if ((await act.run({ params: { id: channel.id }, body: { name } })) !== undefined) onClose()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormNote failure={act.failure} />
        <TextInput label={t('channels.name')} maxLength={80} autoComplete="off" data-autofocus {...form.props('name')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function AddForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('intake')
  const act = useAct(addChannel, ['channel'])
  const [made, setMade] = useState<ChannelView>()
  const form = useFields({ name: '' }, { name: useChecks().required }, act.failure)
  const submit = form.onSubmit(async ({ name }) => {
    const done = await act.run({ body: { name } })
    if (done !== undefined) setMade(done.answer)
  })
  if (made !== undefined) {
    return (
      <Stack gap="md">
        <Text>{t('channels.added')}</Text>
        <CodeBlock text={made.address ?? ''} />
        <Text size="sm" c="dimmed">
          {t('channels.added-secret')}
        </Text>
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('ui:close')}</Button>
        </Group>
      </Stack>
    )
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormNote failure={act.failure} />
        <Text>{t('channels.add-lead')}</Text>
        <TextInput
          label={t('channels.name')}
          description={t('channels.name-hint')}
          maxLength={80}
          autoComplete="off"
          data-autofocus
          {...form.props('name')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('channels.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
