import { Alert, Button, Group, Modal, SegmentedControl, Select, Stack, Text, Textarea } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listGroups } from '../../../../../src/domain/cooperation/contract/network/groups.ts'
import { readNetwork } from '../../../../../src/domain/cooperation/contract/network/network.ts'
import {
  askOnward,
  consentOnward,
  listOnwardOf,
  listOwnOnward,
  type OnwardAskView,
  refuseOnward,
  withdrawOnward,
} from '../../../../../src/domain/cooperation/contract/network/onward.ts'
import type { SharedWhole, ShareWhole } from '../../../../../src/domain/cooperation/contract.ts'
import { useAct, useQuickAct } from '../../../app/act.ts'
import { FormNote } from '../../../app/form.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import { toast } from '../../../ui/toast.tsx'
import { MemberField } from '../member-field.tsx'
import { ShareDialog } from './share-dialog.tsx'
import classes from './sharing.module.css'

const live = ['share', 'shared-copy']
const tones = { open: 'warn', consented: 'good', used: 'good', refused: 'bad', withdrawn: 'plain' } as const

/** Of a copy whose owner wants to be asked: what was asked, what the owner said, and asking. */
export function AskOnward({ copy }: { readonly copy: SharedWhole }) {
  const { t } = useTranslation('sharing')
  const asks = useRead(listOwnOnward, { params: { id: copy.id } }, { live: ['shared-copy'] })
  const [asking, setAsking] = useState(false)
  const [passing, setPassing] = useState<OnwardAskView>()
  if (asks.data === undefined) return null
  const { items, may } = asks.data
  return (
    <Section title={t('pass-on.title')} lead={t('pass-on.lead', { name: copy.from.name })}>
      <Stack gap="md" align="flex-start">
        {items.length === 0 && <Text className={classes.dim}>{t('pass-on.none')}</Text>}
        {items.map((one) => (
          <Asked key={one.id} ask={one}>
            <Own ask={one} onPass={may.ask ? () => setPassing(one) : undefined} />
          </Asked>
        ))}
        {may.ask && <Button onClick={() => setAsking(true)}>{t('pass-on.ask')}</Button>}
      </Stack>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        size="lg"
        title={t('pass-on.ask')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {asking && <AskForm copy={copy} onDone={() => setAsking(false)} />}
      </Modal>
      <ShareDialog
        thing={passing === undefined ? undefined : { kind: 'document' }}
        restsOn={[{ id: copy.id, title: copy.title }]}
        {...(passing === undefined ? {} : { first: { to: passing.to, tlp: copy.tlp, permitted: copy.permitted, until: copy.until } })}
        onClose={() => setPassing(undefined)}
      />
    </Section>
  )
}

function Own({ ask: { id, state, may }, onPass }: { readonly ask: OnwardAskView; readonly onPass: (() => void) | undefined }) {
  const { t } = useTranslation('sharing')
  const confirm = useConfirm()
  const withdraw = useQuickAct(withdrawOnward, live)
  const takeBack = async () => {
    const sure = await confirm({ title: t('pass-on.withdraw'), consequence: t('pass-on.withdraw-means'), act: t('pass-on.withdraw') })
    if (sure) await withdraw({ params: { id } }, t('pass-on.withdrawn'))
  }
  return (
    <>
      {state === 'consented' && onPass !== undefined && (
        <Button size="compact-sm" onClick={onPass}>
          {t('pass-on.go')}
        </Button>
      )}
      {may.withdraw && (
        <Button size="compact-sm" variant="default" onClick={() => void takeBack()}>
          {t('pass-on.withdraw')}
        </Button>
      )}
    </>
  )
}

/** Of a share: who asks whether it may go on, and deciding. Nothing where nobody asked. */
export function OnwardAsks({ share }: { readonly share: ShareWhole }) {
  const { t } = useTranslation('sharing')
  const items = useRead(listOnwardOf, { params: { id: share.id } }, { live: ['share'] }).data?.items ?? []
  if (items.length === 0) return null
  return (
    <Section title={t('pass-on.asked-title')} lead={t('pass-on.asked-lead')}>
      <Stack gap="md" align="flex-start">
        {items.map((one) => (
          <Asked key={one.id} ask={one} from>
            <Decide ask={one} />
          </Asked>
        ))}
      </Stack>
    </Section>
  )
}

function Decide({ ask: { id, from, to, may, ceiling } }: { readonly ask: OnwardAskView }) {
  const { t } = useTranslation('sharing')
  const [doing, setDoing] = useState<'consent' | 'refuse'>()
  return (
    <>
      {ceiling !== null && may.refuse && (
        <Alert color="red" variant="light" icon={<IconLock size={18} />}>
          {t(`guard.ceiling-${ceiling}`)}
        </Alert>
      )}
      {may.consent && (
        <Button size="compact-sm" onClick={() => setDoing('consent')}>
          {t('pass-on.consent')}
        </Button>
      )}
      {may.refuse && (
        <Button size="compact-sm" variant="default" onClick={() => setDoing('refuse')}>
          {t('pass-on.refuse')}
        </Button>
      )}
      <Modal
        opened={doing !== undefined}
        onClose={() => setDoing(undefined)}
        title={doing === undefined ? '' : t(`pass-on.${doing}`)}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {doing !== undefined && (
          <DecideForm
            id={id}
            what={doing}
            means={t(`pass-on.${doing}-means`, { from: from.name, to: to.name })}
            onDone={() => setDoing(undefined)}
          />
        )}
      </Modal>
    </>
  )
}

type DecideProps = { readonly id: string; readonly what: 'consent' | 'refuse'; readonly means: string; onDone(): void }

function DecideForm({ id, what, means, onDone }: DecideProps) {
  const { t } = useTranslation('sharing')
  const consent = useAct(consentOnward, live)
  const refuse = useAct(refuseOnward, live)
  const act = what === 'consent' ? consent : refuse
  const [reason, setReason] = useState('')
  const submit = async () => {
    if ((await act.run({ params: { id }, body: { reason: reason.trim() } })) === undefined) return
    toast(t(`pass-on.did-${what}`))
    onDone()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="sm">
        <Text>{means}</Text>
        <Textarea
          label={t('pass-on.reason')}
          description={t('pass-on.reason-hint')}
          autosize
          minRows={2}
          maxLength={2_000}
          dir="auto"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <FormNote failure={act.failure} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t(`pass-on.${what}`)}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type AskedProps = { readonly ask: OnwardAskView; readonly from?: boolean; readonly children: ReactNode }

function Asked({ ask, from = false, children }: AskedProps) {
  const { t } = useTranslation('sharing')
  const { to, what, why, state, askedAt, answer } = ask
  return (
    <Stack gap={4} align="flex-start">
      <div>
        <Badge tone={tones[state]}>{t(`pass-on.state.${state}`)}</Badge>{' '}
        {from && (
          <>
            <bdi>{ask.from.name}</bdi>
            {' · '}
          </>
        )}
        {t('pass-on.to')} <bdi>{to.name}</bdi> · <Time at={askedAt} />
      </div>
      {to.kind === 'group' && (
        <small className={classes.dim}>
          {t('pass-on.group', { names: to.audience })} {t('audience.grows')}
        </small>
      )}
      <Text dir="auto">{what}</Text>
      <Text dir="auto" className={classes.dim}>
        {why}
      </Text>
      {answer !== null && (
        <small>
          {t('pass-on.answered')} <Time at={answer.at} />
          {answer.reason !== '' && (
            <>
              {': '}
              <bdi>{answer.reason}</bdi>
            </>
          )}
        </small>
      )}
      <Group gap="xs">{children}</Group>
    </Stack>
  )
}

function AskForm({ copy, onDone }: { readonly copy: SharedWhole; onDone(): void }) {
  const { t } = useTranslation('sharing')
  const act = useAct(askOnward, live)
  const own = useRead(readNetwork).data?.network?.standing.member?.id
  const groups = useRead(listGroups, {}, { live: ['group'] }).data?.items ?? []
  const [kind, setKind] = useState<'member' | 'group'>('member')
  const [member, setMember] = useState<string | null>(null)
  const [group, setGroup] = useState('')
  const [what, setWhat] = useState('')
  const [why, setWhy] = useState('')
  const value = kind === 'member' ? member : group
  const submit = async () => {
    if (value === null || value === '') return
    const body = { to: { kind, value }, what: what.trim(), why: why.trim() }
    if ((await act.run({ params: { id: copy.id }, body })) === undefined) return
    toast(t('pass-on.asked'))
    onDone()
  }
  const open = groups.filter(({ closedAt }) => closedAt === null)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="sm">
        <Text>{t('pass-on.ask-means', { name: copy.from.name })}</Text>
        {open.length > 0 && (
          <SegmentedControl
            aria-label={t('pass-on.to')}
            data={[
              { value: 'member', label: t('pass-on.to-member') },
              { value: 'group', label: t('pass-on.to-group') },
            ]}
            value={kind}
            onChange={(one) => setKind(one === 'group' ? 'group' : 'member')}
          />
        )}
        {kind === 'member' ? (
          <MemberField label={t('pass-on.to-member')} which={{ here: 'true' }} but={[own]} value={member} onChange={setMember} required />
        ) : (
          <Select
            label={t('pass-on.to-group')}
            description={t('pass-on.group-hint')}
            allowDeselect={false}
            data={open.map(({ id, name }) => ({ value: id, label: name }))}
            value={group}
            onChange={(one) => setGroup(one ?? '')}
          />
        )}
        <Words label={t('pass-on.what')} hint={t('pass-on.what-hint')} value={what} onValue={setWhat} />
        <Words label={t('pass-on.why')} hint={t('pass-on.why-hint')} value={why} onValue={setWhy} />
        <FormNote failure={act.failure} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running} disabled={value === null || value === '' || what.trim() === '' || why.trim() === ''}>
            {t('pass-on.ask')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type WordsProps = { readonly label: string; readonly hint: string; readonly value: string; onValue(value: string): void }

function Words({ label, hint, value, onValue }: WordsProps) {
  return (
    <Textarea
      label={label}
      description={hint}
      required
      autosize
      minRows={2}
      maxLength={2_000}
      dir="auto"
      value={value}
      onChange={(event) => onValue(event.currentTarget.value)}
    />
  )
}
