import { Button, Modal, Stack } from '@mantine/core'
import { IconChevronLeft, IconPlus } from '@tabler/icons-react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  closeGroup,
  type GroupWhole,
  leaveGroup,
  readGroup,
  removeGroupMembers,
} from '../../../../../src/domain/cooperation/contract/network/groups.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { LinkButton } from '../../../app/link-button.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Country } from '../../../ui/country.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Page, pageClasses, Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import formClasses from '../../forms.module.css'
import { AddMembersForm, GroupForm } from './group-form.tsx'
import classes from './sharing.module.css'

const route = getRouteApi('/shell/groups/$id')
const live = ['group', 'share', 'shared-copy']

/** One group: who is in it, and whether each sees what was shown before it came. */
export function GroupPage() {
  const { t } = useTranslation('sharing')
  const { id } = route.useParams()
  const result = useRead(readGroup, { params: { id } }, { live: ['group', 'member'] })
  return (
    <Answer
      of={result}
      whole
      back={
        <LinkButton to="/groups" variant="default">
          {t('groups.title')}
        </LinkButton>
      }
    >
      {(group) => <Whole group={group} />}
    </Answer>
  )
}

type Props = { readonly group: GroupWhole }

function Whole({ group }: Props) {
  const { t } = useTranslation('sharing')
  const [dialog, setDialog] = useState<'add' | 'change'>()
  const close = () => setDialog(undefined)
  return (
    <Page
      title={group.name}
      {...(group.purpose === '' ? {} : { lead: <bdi>{group.purpose}</bdi> })}
      back={
        <Link to="/groups" className={pageClasses.back}>
          <IconChevronLeft size={15} className="t-along" aria-hidden="true" />
          {t('groups.title')}
        </Link>
      }
      actions={<Acts group={group} onDialog={setDialog} />}
      aside={
        <Section title={t('about.title')}>
          <Facts
            facts={[
              { name: t('groups.owner'), value: <bdi>{group.owner.name ?? '…'}</bdi> },
              { name: t('groups.since'), value: <Time at={group.since} style="date" /> },
              { name: t('groups.closed'), value: group.closedAt === null ? null : <Time at={group.closedAt} /> },
            ]}
          />
        </Section>
      }
    >
      <Stack gap="md" miw={0}>
        <Section title={t('groups.people')} lead={t('groups.people-lead')}>
          {group.people.length === 0 ? (
            <p className={classes.dim}>{t('groups.nobody')}</p>
          ) : (
            <ul className={formClasses.rows}>
              {group.people.map((one) => (
                <Member key={one.member} group={group} member={one} />
              ))}
            </ul>
          )}
        </Section>
      </Stack>
      <Modal
        opened={dialog !== undefined}
        onClose={close}
        size="lg"
        title={dialog === undefined ? '' : t(dialog === 'add' ? 'groups.add' : 'groups.change')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {dialog === 'add' && <AddMembersForm group={group.id} onDone={close} />}
        {dialog === 'change' && <GroupForm group={group} onDone={close} />}
      </Modal>
    </Page>
  )
}

function Acts({ group, onDialog }: Props & { readonly onDialog: (dialog: 'add' | 'change') => void }) {
  const { t } = useTranslation('sharing')
  const confirm = useConfirm()
  const navigate = useNavigate()
  const leave = useQuickAct(leaveGroup, live)
  const end = useQuickAct(closeGroup, live)
  const params = { id: group.id }
  const askLeave = async () => {
    const sure = await confirm({
      title: t('groups.leave-title', { name: group.name }),
      consequence: t('groups.leave-means'),
      act: t('groups.leave'),
      grave: true,
    })
    if (sure && (await leave({ params }, t('done.left')))) void navigate({ to: '/groups' })
  }
  const askClose = async () => {
    const sure = await confirm({
      title: t('groups.close-title', { name: group.name }),
      consequence: t('groups.close-means'),
      act: t('groups.close'),
      grave: true,
    })
    if (sure) await end({ params }, t('done.closed'))
  }
  return (
    <>
      {group.may.change && (
        <>
          <Button variant="default" onClick={() => onDialog('change')}>
            {t('groups.change')}
          </Button>
          <Button variant="default" onClick={() => void askClose()}>
            {t('groups.close')}
          </Button>
          <Button leftSection={<IconPlus size={16} />} onClick={() => onDialog('add')}>
            {t('groups.add')}
          </Button>
        </>
      )}
      {group.may.leave && (
        <Button variant="default" onClick={() => void askLeave()}>
          {t('groups.leave')}
        </Button>
      )}
    </>
  )
}

function Member({ group, member }: Props & { readonly member: GroupWhole['people'][number] }) {
  const { t } = useTranslation('sharing')
  const confirm = useConfirm()
  const remove = useQuickAct(removeGroupMembers, live)
  const { name, country, kind, since, past, own } = member
  const ask = async () => {
    const sure = await confirm({
      title: t('groups.remove-title', { name }),
      consequence: t('groups.remove-means'),
      act: t('groups.remove'),
      grave: true,
    })
    if (sure) await remove({ params: { id: group.id }, body: { members: [member.member] } }, t('done.removed', { name }))
  }
  return (
    <li>
      <div>
        <Link to="/network/members/$id" params={{ id: member.member }} className={classes.link}>
          <bdi>{name}</bdi>
        </Link>{' '}
        <small>
          <Country code={country} /> · {t(`member.${kind}`)}
        </small>{' '}
        {own && <Badge tone="accent">{t('groups.you')}</Badge>}
        <div>
          <small>
            {t('groups.in-since')} <Time at={since} style="date" /> · {t(past ? 'groups.sees-past' : 'groups.sees-new')}
          </small>
        </div>
      </div>
      {group.may.change && !own && (
        <Button variant="subtle" color="red" size="compact-sm" className="t-no-print" onClick={() => void ask()}>
          {t('groups.remove')}
        </Button>
      )}
    </li>
  )
}
