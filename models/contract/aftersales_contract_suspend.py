from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesContract(models.Model):
    """A contract that stands still for a while, with a reason, where its type allows it; the days are added to its end
    (contracts, §2)."""
    _inherit = 'aftersales.contract'

    may_suspend = fields.Boolean(related='type_id.may_suspend')
    suspend_reason = fields.Char(string="Why Suspended", readonly=True, copy=False, tracking=True)
    suspended_date = fields.Date(string="Suspended Since", readonly=True, copy=False)
    suspended_days = fields.Integer(
        string="Days Suspended", readonly=True, copy=False, bounds=(0, 1e5), help="Added to its end.")

    # === ACTION METHODS ===#

    def action_open_suspension(self):
        self.ensure_one()
        self.env['aftersales.contract.suspend.wizard'].check_access('create')
        self._check_may_suspend()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Suspend Contract"), 'target': 'new', 'view_mode': 'form',
            'views': [(False, 'form')], 'res_model': 'aftersales.contract.suspend.wizard',
            'context': {'default_contract_id': self.id}}

    # === BUSINESS METHODS ===#

    def _suspend(self, reason):
        self.ensure_one()
        self.check_access('write')
        self.sudo().suspend_reason = reason  # sudo: as the dialog has asked for it
        self._transition('suspended')

    def _check_may_suspend(self):
        for contract in self:
            if not contract.type_id.may_suspend:
                raise UserError(self.env._(
                    "%(contract)s: contracts of this type are not suspended. A manager may allow it in the type.",
                    contract=contract.display_name))

    def _check_suspended(self):
        super()._check_suspended()
        self._check_may_suspend()
        for contract in self:
            if not contract.suspend_reason:
                raise UserError(self.env._(
                    "%(contract)s: use “Suspend”, and say why.", contract=contract.display_name))

    def _after_suspended(self, source):
        for contract in self.sudo():  # sudo: the stamp is the system's
            contract.suspended_date = self._get_today(contract.company_id)

    def _after_active(self, source):
        super()._after_active(source)
        for contract in self.sudo() if source == 'suspended' else []:  # sudo: dates are the system's
            days = contract._count_stood_days(self._get_today(contract.company_id))
            if days:
                contract._move_by(days)
                contract._forget_told()
            contract.write({'suspended_date': False, 'suspend_reason': False, 'suspended_days': contract.suspended_days + days})

    def _move_by(self, days):
        """It stood still so long, and stands since ``suspended_date``: rooms move by ``super()`` what else is planned."""
        for contract in self:
            contract.end_date = contract.end_date + timedelta(days=days)

    def _count_stood_days(self, today):
        """Days of its term on which it stood; before it began none could pass."""
        self.ensure_one()
        if not self.suspended_date or not self.end_date:
            return 0
        return max((today - max(self.suspended_date, self.start_date)).days, 0)
