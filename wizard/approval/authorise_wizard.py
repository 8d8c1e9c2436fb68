from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.approval.aftersales_authorisation import CHANNELS, PAGE_CHANNELS
from odoo.addons.aftersales.models.base.inputs import clean_line


class AftersalesAuthoriseWizard(models.TransientModel):
    """The customer's answer, taken at the counter or on the phone: to exactly what the dialog shows."""

    _name = 'aftersales.authorise.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.signature.mixin']
    _description = "Customer's Answer"
    _shown_fields = ('job_ids', 'decision', 'alternative_id', 'signatory')

    job_ids = fields.Many2many('aftersales.job', required=True, string="Jobs")
    line_ids = fields.Many2many(
        'aftersales.order.line', string="What Is Asked", compute='_compute_asked',
    )
    decision = fields.Selection(
        selection=[('approved', 'Approves'), ('declined', 'Declines'), ('callback', 'Wants a call back')],
        required=True, default='approved',
    )
    channel = fields.Selection(
        selection=[channel for channel in CHANNELS if channel[0] not in PAGE_CHANNELS],
        required=True, default='in_person',
    )
    signatory = fields.Char(
        string="Answered By", compute='_compute_signatory', store=True, readonly=False, precompute=True,
    )
    offered_ids = fields.Many2many('aftersales.alternative', string="May Be Chosen", compute='_compute_offered_ids')
    alternative_id = fields.Many2one(
        'aftersales.alternative', help="What the customer wants instead of the job as it is. The others are not chosen.")
    decline_reason_id = fields.Many2one('aftersales.decline.reason', string="Reason of Decline")
    reason = fields.Char()
    currency_id = fields.Many2one(related='job_ids.currency_id')
    old_total = fields.Monetary(compute='_compute_asked', string="Approved Before")
    amount_total = fields.Monetary(compute='_compute_asked', string="Total Shown")
    difference = fields.Monetary(compute='_compute_asked')
    promise_date = fields.Datetime(compute='_compute_asked', string="Promised")
    # Kept from the moment the dialog opens: what the customer was told.
    shown_hash = fields.Char(compute='_compute_shown_hash', store=True, readonly=False)

    @api.depends('job_ids')
    def _compute_signatory(self):
        for wizard in self:
            wizard.signatory = wizard.job_ids.order_id[:1].partner_id.display_name

    @api.depends('job_ids')
    def _compute_offered_ids(self):
        for wizard in self:
            offered = wizard.offered_ids.browse()
            wizard.offered_ids = offered.union(*(job._get_offered_alternatives() for job in wizard.job_ids._origin))

    @api.depends('job_ids', 'decision', 'alternative_id')
    def _compute_asked(self):
        for wizard in self:
            wizard.line_ids = wizard.job_ids.line_ids.browse()
            wizard.old_total = wizard.amount_total = 0.0
            for job in wizard.job_ids._origin:
                asked = job._get_asked_lines(wizard.decision)
                old_total, total = job._get_shown_totals(asked)
                wizard.line_ids |= asked
                wizard.old_total += old_total
                wizard.amount_total += wizard._get_chosen_total(job, total)
            wizard.difference = wizard.amount_total - wizard.old_total
            wizard.promise_date = wizard.job_ids.order_id[:1].promise_date

    @api.depends('job_ids', 'decision')
    def _compute_shown_hash(self):
        for wizard in self:
            wizard.shown_hash = wizard.job_ids._origin._get_shown_hash(wizard.decision)

    def action_apply(self):
        self.ensure_one()
        if not self.job_ids:
            raise UserError(self.env._("Choose at least one job that the customer answered for."))
        if self.decision == 'declined' and not self._has_reason():
            raise UserError(self.env._("Write why the customer declines: who calls again later wants to know."))
        if self.channel == 'signature' and self.decision == 'approved' and not self.signature:
            raise UserError(self.env._("Let the customer sign, or choose another way of answering."))
        if self.shown_hash != self.job_ids._get_shown_hash(self.decision):
            raise UserError(self.env._(
                "What is asked of %(order)s has changed since this dialog was opened, or was answered meanwhile. "
                "Close it and look at what is asked now.",
                order=", ".join(self.job_ids.order_id.mapped('name')),
            ))
        if self.decision == 'approved':
            self._check_signature_fits()
            self._record_yes()
        elif self.decision == 'declined':
            self.job_ids._decline(
                self.channel, signatory=self.signatory, reason=self.reason, decline_reason_id=self.decline_reason_id.id)
        else:
            self.job_ids._call_back(self.channel, signatory=self.signatory, reason=self.reason)
        return {'type': 'ir.actions.act_window_close'}

    # === BUSINESS METHODS ===#

    def _has_reason(self):
        """Hook: whether it is known why the customer declines."""
        self.ensure_one()
        return bool(self.decline_reason_id or clean_line(self.reason or ''))

    def _get_chosen(self):
        """The alternative the customer says yes to, if it is one."""
        self.ensure_one()
        return self.alternative_id if self.decision == 'approved' else self.alternative_id.browse()

    def _get_chosen_total(self, job, total):
        """What the job costs with what is chosen; nothing when it is to be done another time."""
        alternative = self._get_chosen()
        return alternative.amount_total if alternative.job_id == job else total

    def _record_yes(self):
        answer = {
            'signatory': self.signatory, 'signature': self.with_context(bin_size=False).signature,
            'signature_kind': self.signature and self.signature_kind,
        }
        alternative, jobs = self._get_chosen(), self.job_ids
        if alternative and alternative not in self.offered_ids:
            raise UserError(self.env._(
                "“%(name)s” is not offered of these jobs any more. Choose what is.", name=alternative.name))
        if alternative:
            alternative.job_id._choose(alternative, self.channel, **answer)
        if rest := jobs - alternative.job_id:
            rest._approve(self.channel, **answer)

    def _get_shown(self):
        return super()._get_shown() | {
            'asked': self.job_ids._get_shown_hash(self.decision),
            'decision': self.decision,
            'alternative': self._get_chosen().name or '',
            'signatory': self.signatory or '',
        }
