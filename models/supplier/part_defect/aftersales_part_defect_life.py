from odoo import fields, models
from odoo.exceptions import UserError

CLERKS = 'aftersales.group_parts'
# Suppliers are asked by the parts counter, and by those who keep claims.
CLAIMANTS = 'aftersales.group_claim_part'
MANAGERS = 'aftersales.group_manager'


class AftersalesPartDefect(models.Model):
    """From the report to what is done about it (H8)."""
    _inherit = 'aftersales.part.defect'

    _transitions = {
        'reported': {'investigating': CLERKS, 'claimed': CLAIMANTS, 'closed': CLERKS},
        'investigating': {'claimed': CLAIMANTS, 'closed': CLERKS},
        'claimed': {'answered': CLAIMANTS},
        'answered': {'claimed': CLAIMANTS, 'closed': CLERKS},
        'closed': {'investigating': MANAGERS},
    }

    # === ACTION METHODS ===#

    def action_investigate(self):
        self._transition('investigating')

    def action_claim(self):
        self._transition('claimed')

    def action_answer(self):
        self._transition('answered')

    def action_close(self):
        self._transition('closed')

    def action_reopen(self):
        self._transition('investigating')

    def action_tell(self):
        """The customer was told what it is and what is done."""
        self.check_access('write')
        self._claim_for_update()
        for defect in self:
            if defect.state == 'closed':
                raise UserError(self.env._("%(defect)s is closed already.", defect=defect.display_name))
            if not defect.told_by or not (defect.told_text or '').strip():
                raise UserError(self.env._(
                    "%(defect)s: enter how the customer was told, and what.", defect=defect.display_name))
        self.sudo().told_date = fields.Datetime.now()  # sudo: the stamp is the system's

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _check_claimed(self):
        for defect in self:
            if not defect.partner_id or not defect.answer_due:
                raise UserError(self.env._(
                    "%(defect)s: enter the supplier, and the day by which he is to answer.", defect=defect.display_name))

    def _check_answered(self):
        for defect in self:
            if not defect.answer:
                raise UserError(self.env._("%(defect)s: enter what the supplier answers.", defect=defect.display_name))

    def _check_closed(self):
        for defect in self:
            if not (defect.remedy and (defect.cause or '').strip() and (defect.measure or '').strip()):
                raise UserError(self.env._(
                    "%(defect)s: enter what was done for the customer, the cause and the measure.",
                    defect=defect.display_name))
            if defect._is_customers() and not defect.told_date:
                raise UserError(self.env._(
                    "%(defect)s: tell the customer first, and say how and what.", defect=defect.display_name))
            if defect.is_blocked and defect._get_quarantined():
                raise UserError(self.env._(
                    "%(defect)s: parts are in quarantine still. Release them, send them back or scrap them first.",
                    defect=defect.display_name))

    def _is_customers(self):
        """Hook: whether the part failed with a customer, who hears what is done."""
        self.ensure_one()
        return bool(self.order_id or self.vehicle_id)

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        system = self.sudo()  # sudo: the stamps are the system's
        now = fields.Datetime.now()
        if target == 'claimed':
            system.write({'claim_date': now, 'answer_date': False})
            for defect in self:
                user = defect.user_id or self.env.user
                defect.activity_schedule(
                    'mail.mail_activity_data_todo', date_deadline=defect.answer_due, user_id=user.id,
                    summary=self.with_context(lang=user.lang).env._("The supplier is to answer"))
        else:
            system.activity_unlink(['mail.mail_activity_data_todo'])
        if target == 'answered':
            system.answer_date = now
        if target == 'investigating' and source == 'closed':
            system.write({'closed_date': False, 'told_date': False})
        if target == 'closed':
            system.write({'closed_date': now, 'is_blocked': False})
        for defect in system.filtered(lambda defect: not defect.user_id):
            defect.user_id = self.env.uid
