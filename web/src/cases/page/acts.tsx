import { Button, Menu } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowsJoin2,
  IconBell,
  IconBellOff,
  IconCalendar,
  IconCheck,
  IconChevronDown,
  IconDots,
  IconPackage,
  IconPencil,
  IconPrinter,
  IconUser,
} from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { assignCase, type CaseView, moveCase, unmergeCase, watchCase } from '../../../../src/domain/cases/contract.ts'
import { useQuickAct } from '../../app/act.ts'
import { PackageDialog } from '../../app/panels.ts'
import { useSession } from '../../app/session.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { toastWithUndo } from '../../ui/toast.tsx'
import { caseChanges } from '../words.tsx'
import { type CaseDialog, Dialogs } from './dialogs.tsx'

/** What can be done with a case, as far as the person may. */
export function CaseActs({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  const { person } = useSession()
  const confirm = useConfirm()
  const [dialog, setDialog] = useState<CaseDialog>()
  const move = useQuickAct(moveCase, caseChanges)
  const watch = useQuickAct(watchCase, caseChanges)
  const assign = useQuickAct(assignCase, caseChanges)
  const unmerge = useQuickAct(unmergeCase, caseChanges)
  const params = { id: view.id }
  const { may } = view
  const moveTo = async (state: (typeof may.moves)[number]) => {
    const before = view.state
    if (!(await move({ params, body: { state } }, t('move.done', { state: t(`state.${state}`) })))) return
    if (before === 'open' || before === 'acting' || before === 'waiting')
      toastWithUndo(t('move.undo-said'), {
        label: t('undo'),
        run: () => void move({ params, body: { state: before } }, t('move.done', { state: t(`state.${before}`) })),
      })
  }
  const undoMerge = async () => {
    const sure = await confirm({ title: t('merge.undo-title'), consequence: t('merge.undo-means'), act: t('merge.undo') })
    if (sure) await unmerge({ params }, t('merge.undone'))
  }
  return (
    <>
      {may.moves.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={14} />}>
              {t('move.label', { state: t(`state.${view.state}`) })}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {may.moves.map((state) => (
              <Menu.Item key={state} onClick={() => void moveTo(state)}>
                {t(`move.to.${state}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {may.close && view.assignee?.id !== person.id && (
        <Button
          variant="default"
          leftSection={<IconUser size={16} />}
          onClick={() => void assign({ params, body: { assignee: person.id } }, t('assign.taken'))}
        >
          {t('assign.take')}
        </Button>
      )}
      {may.close && (
        <Button leftSection={<IconCheck size={16} />} onClick={() => setDialog('close')}>
          {t('close.do')}
        </Button>
      )}
      {may.reopen && <Button onClick={() => setDialog('reopen')}>{t('reopen.do')}</Button>}
      {may.unmerge && (
        <Button leftSection={<IconArrowBackUp size={16} className="t-along" />} onClick={() => void undoMerge()}>
          {t('merge.undo')}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="xs" aria-label={t('more')}>
            <IconDots size={16} aria-hidden="true" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {may.close && (
            <>
              <Menu.Item leftSection={<IconUser size={16} />} onClick={() => setDialog('assign')}>
                {t('assign.do')}
              </Menu.Item>
              <Menu.Item leftSection={<IconArrowForwardUp size={16} className="t-along" />} onClick={() => setDialog('hand-over')}>
                {t('hand-over.do')}
              </Menu.Item>
              <Menu.Item leftSection={<IconCalendar size={16} />} onClick={() => setDialog('due')}>
                {t('due.do')}
              </Menu.Item>
            </>
          )}
          {may.write && (
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setDialog('change')}>
              {t('change.do')}
            </Menu.Item>
          )}
          {may.merge && (
            <Menu.Item leftSection={<IconArrowsJoin2 size={16} />} onClick={() => setDialog('merge')}>
              {t('merge.do')}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={view.watching ? <IconBellOff size={16} /> : <IconBell size={16} />}
            onClick={() => void watch({ params, body: { watching: !view.watching } }, t(view.watching ? 'watch.ended' : 'watch.begun'))}
          >
            {t(view.watching ? 'watch.end' : 'watch.do')}
          </Menu.Item>
          {may.write && !view.emptied && (
            <Menu.Item leftSection={<IconPackage size={16} />} onClick={() => setDialog('package')}>
              {t('package')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
            {t('print')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Dialogs view={view} open={dialog} onClose={() => setDialog(undefined)} />
      {dialog === 'package' && (
        <Suspense fallback={null}>
          <PackageDialog about={{ kind: 'case', subjects: [view.id] }} open onClose={() => setDialog(undefined)} />
        </Suspense>
      )}
    </>
  )
}
