import { Button, Modal, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readSubmission, type SampleView, type SubmissionView } from '../../../../src/domain/cooperation/contract.ts'
import { Answer } from '../../app/answer.tsx'
import { useRead } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { Hash, Mono } from '../../ui/code.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import formClasses from '../forms.module.css'
import releaseClasses from '../release/release.module.css'
import { AnswerForm } from './answer-form.tsx'
import classes from './samples.module.css'
import { submissionTones } from './words.ts'

/** To whom one item was given, when, what each said, and the way to write down what they say next. */
export function Submissions({ sample }: { readonly sample: SampleView }) {
  const { t } = useTranslation('samples')
  const [answering, setAnswering] = useState<SubmissionView>()
  return (
    <Section title={t('given.title')} lead={<Hash value={sample.sha256} length={64} />}>
      <ul className={formClasses.rows}>
        {sample.submissions.map((one) => (
          <Given key={one.id} given={one} onAnswer={() => setAnswering(one)} />
        ))}
      </ul>
      <Modal
        opened={answering !== undefined}
        onClose={() => setAnswering(undefined)}
        title={t('answer.title', { vendor: answering?.vendor ?? '' })}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {answering !== undefined && <AnswerForm given={answering} onDone={() => setAnswering(undefined)} />}
      </Modal>
    </Section>
  )
}

function Given({ given, onAnswer }: { readonly given: SubmissionView; readonly onAnswer: () => void }) {
  const { t } = useTranslation('samples')
  const result = useRead(readSubmission, { params: { id: given.id } }, { live: ['submission', 'release'] })
  return (
    <li>
      <div className={classes.grow}>
        <bdi>{given.vendor}</bdi> <Badge tone={submissionTones[given.state]}>{t(`state.${given.state}`)}</Badge>{' '}
        {given.againOf !== null && <Badge>{t('given.again')}</Badge>}
        <Text size="sm" c="dimmed">
          {t(`way.${given.wayKind}`)} · <Time at={given.sentAt ?? given.at} /> ·{' '}
          <Link to="/releases/$id" params={{ id: given.release }} className={releaseClasses.link}>
            {t('given.release')}
          </Link>{' '}
          {given.case !== null && (
            <Link to="/cases/$id" params={{ id: given.case }} className={releaseClasses.link}>
              <Mono>{given.codes.join(', ')}</Mono>
            </Link>
          )}
        </Text>
        <Answer of={result}>
          {({ answers }) => (
            <Stack gap={4} mt={answers.length > 0 ? 'xs' : 0}>
              {answers.map((one) => (
                <div key={one.id}>
                  <Text size="sm">
                    {one.verdict === null ? t(`came.${one.came}`) : t(`verdict.${one.verdict}`)}
                    {one.detection !== null && (
                      <>
                        {': '}
                        <Mono>{one.detection}</Mono>
                      </>
                    )}
                    {one.definition !== null && (
                      <>
                        {' · '}
                        {t('answer.definition')} <Mono>{one.definition}</Mono>
                      </>
                    )}
                    {one.definitionAt !== null && (
                      <>
                        {' · '}
                        <Time at={one.definitionAt} />
                      </>
                    )}
                    {' · '}
                    <Time at={one.at} style="relative" /> {one.by.name !== null && <bdi>{one.by.name}</bdi>}
                  </Text>
                  {one.said !== '' && (
                    <pre className={`${classes.said} ${formClasses.paper}`} dir="auto">
                      {one.said}
                    </pre>
                  )}
                </div>
              ))}
            </Stack>
          )}
        </Answer>
      </div>
      {result.data?.may.answer === true && (
        <Button variant="default" size="compact-sm" className="t-no-print" onClick={onAnswer}>
          {t('answer.add')}
        </Button>
      )}
    </li>
  )
}
