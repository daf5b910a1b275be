import problems from '../catalogue/ar/problems.json' with { type: 'json' }
import shell from '../catalogue/ar/shell.json' with { type: 'json' }
import ui from '../catalogue/ar/ui.json' with { type: 'json' }

export const atOnce = { problems, shell, ui }
export const later = import.meta.glob<{ readonly default: object }>(['../catalogue/ar/*.json', '!../catalogue/ar/{problems,shell,ui}.json'])
