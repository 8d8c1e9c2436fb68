from odoo import api, fields, models
from odoo.fields import Domain

from .aftersales_claim import UNSENT_STATES


class AftersalesClaim(models.Model):
    """A claim goes to the maker within the days of the table of deadlines; whoever leads hears of what waits (A4). Until when
    the maker takes it is said by his terms."""
    _inherit = ['aftersales.claim', 'aftersales.deadline.mixin']
    _name = 'aftersales.claim'
    _deadline_document = 'claim'

    send_due = fields.Datetime(
        string="To Be Sent By", compute='_compute_send_due', store=True, index='btree_not_null',
        help="By the table of deadlines, from the end of the repair; the maker's last day, where that is before.")

    @api.depends('repair_end', 'deadline')
    def _compute_send_due(self):
        ends = self.env['aftersales.deadline']._get_ends(
            'claim', self, 'send', {claim: claim.repair_end for claim in self})
        for claim in self:
            last = claim.deadline and claim.workshop_id and claim.workshop_id._get_day_bounds(claim.deadline)[1]
            claim.send_due = min(filter(None, (ends[claim][1], last)), default=False)

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target not in UNSENT_STATES:
            self._end_late_tasks()

    @api.model
    def _get_late_domain(self):
        return Domain('state', 'in', UNSENT_STATES) & Domain('send_due', '<', fields.Datetime.now())

    def _get_late_step(self):
        return 'send'

    def _get_late_due(self):
        self.ensure_one()
        return self.send_due

    def _get_late_holder(self):
        return self._get_clerk()
