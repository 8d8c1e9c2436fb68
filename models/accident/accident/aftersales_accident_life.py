from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesAccident(models.Model):
    """From the first assessment to the insurer's money (E11)."""
    _inherit = 'aftersales.accident'

    _free_fields = frozenset({'state', 'closed_date'})  # a manager takes it up again
    _transitions = {
        'open': dict.fromkeys(('sent', 'dropped')),
        'sent': dict.fromkeys(('settled', 'open')),
        'settled': {'open': 'aftersales.group_manager'},  # the insurer cuts or corrects it afterwards
        'dropped': {},
    }

    # === ACTION METHODS ===#

    def action_send(self):
        self._transition('sent')

    def action_reopen(self):
        """The insurer sends the papers back, a supplement follows, or, to a manager, he corrects what is settled."""
        settled = self.filtered(lambda accident: accident.state == 'settled')
        settled._check_reachable('open')
        settled.sudo().closed_date = False  # sudo: stamps are the system's
        self._transition('open')

    def action_settle(self):
        self._transition('settled')

    def action_drop(self):
        self._transition('dropped')

    def action_new_assessment(self):
        """The first round, or a supplement, on a page of its own: it is asked from there."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'aftersales.assessment', 'view_mode': 'form',
            'name': self.env._("New Assessment"), 'views': [(False, 'form')], 'context': {'default_accident_id': self.id}}

    def action_view_order(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'aftersales.order', 'view_mode': 'form',
            'views': [(False, 'form')], 'res_id': self.order_id.id}

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _check_sent(self):
        self._claim_for_update()
        for accident in self:
            if not (accident.claim_number and accident.authority_date):
                raise UserError(self.env._(
                    "%(accident)s: enter the insurer's claim number and the day of the customer's power of attorney before "
                    "the papers are sent.", accident=accident.display_name))
            if accident.assessment_ids.filtered(lambda assessment: assessment.state == 'asked' or (
                    assessment.state == 'draft' and assessment.line_ids)):
                raise UserError(self.env._(
                    "%(accident)s: an assessment is not answered yet. Note what the insurer says to it first.",
                    accident=accident.display_name))
            if not accident.amount_assessed:
                raise UserError(self.env._(
                    "%(accident)s: the insurer has approved nothing yet.", accident=accident.display_name))
        self._check_billed()

    def _check_settled(self):
        self._claim_for_update()
        self._check_billed()
        for accident in self:
            if not accident.currency_id.is_zero(accident.amount_difference) and not (
                    accident.difference_reason or '').strip():
                raise UserError(self.env._(
                    "%(accident)s: %(amount)s are not paid yet. Enter why it is settled all the same, or wait for the "
                    "money.", accident=accident.display_name,
                    amount=accident.currency_id.format(accident.amount_difference)))

    def _check_dropped(self):
        for accident in self:
            if accident.assessment_ids.filtered(lambda assessment: assessment.state == 'approved'):
                raise UserError(self.env._(
                    "%(accident)s: the insurer has approved an assessment. Settle it instead.",
                    accident=accident.display_name))
            if not (accident.drop_reason or '').strip():
                raise UserError(self.env._(
                    "%(accident)s: enter why it is not claimed from the insurer.", accident=accident.display_name))

    def _after_sent(self, source):
        self.sudo().sent_date = fields.Datetime.now()  # sudo: stamps are the system's

    def _after_settled(self, source):
        self.sudo().closed_date = fields.Datetime.now()  # sudo: stamps are the system's

    def _after_dropped(self, source):
        self.assessment_ids.filtered(lambda assessment: assessment.state in ('draft', 'asked'))._transition('withdrawn')
        self.flush_recordset(['state'])  # the order may have another one at once: the index must know
        self.sudo().closed_date = fields.Datetime.now()  # sudo: stamps are the system's

    # === BUSINESS METHODS: FROZEN ===#

    def _is_frozen(self):
        return bool(self.closed_date)

    def _refuse_billed(self, gross):
        self.ensure_one()
        raise UserError(self.env._(
            "%(accident)s: the insurer has approved %(assessed)s, and his invoices come to %(invoiced)s before the customer's "
            "own part. Correct the lines of %(order)s, or let a supplement be approved.",
            accident=self.display_name, assessed=self.currency_id.format(self.amount_assessed),
            invoiced=self.currency_id.format(gross), order=self.order_id.name))
