from odoo import api, fields, models

from .rescue.aftersales_rescue import KINDS

STEPS = ('respond', 'arrange', 'answer', 'arrive', 'solve', 'old_part', 'report_round', 'supplier', 'reply', 'spare')
NEW_STEPS = [
    ('arrange', "Crew or partner found, customer told"), ('answer', "Crew answers when asked"), ('arrive', "At the place"),
    ('old_part', "Old parts are back"), ('report_round', "Report of an inspection"),
    ('supplier', "Supplier asked in writing"), ('spare', "Spare car at the place"),
]


class AftersalesDeadline(models.Model):
    """What is promised to whoever is stranded (A4)."""
    _inherit = 'aftersales.deadline'

    document = fields.Selection(selection_add=[('rescue', "Rescue")], ondelete={'rescue': 'cascade'})
    promise_step = fields.Selection(selection_add=NEW_STEPS, ondelete=dict.fromkeys(dict(NEW_STEPS), 'cascade'))
    kind = fields.Selection(selection_add=KINDS, ondelete=dict.fromkeys(dict(KINDS), 'cascade'))

    @api.model
    def _get_document_steps(self):
        return super()._get_document_steps() | {'rescue': STEPS}

    @api.model
    def _get_late_models(self):
        return [*super()._get_late_models(), 'aftersales.rescue', 'aftersales.rescue.promise']
