import problems from '../catalogue/en/problems.json' with { type: 'json' }
import shell from '../catalogue/en/shell.json' with { type: 'json' }
import ui from '../catalogue/en/ui.json' with { type: 'json' }

export const atOnce = { problems, shell, ui }
export const later = import.meta.glob<{ readonly default: object }>(['../catalogue/en/*.json', '!../catalogue/en/{problems,shell,ui}.json'])
