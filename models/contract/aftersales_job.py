from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesJob(models.Model):
    """Work that a contract of the car pays for: reserved while the order is open, used when the car leaves."""
    _inherit = 'aftersales.job'

    contract_entitlement_id = fields.Many2one(
        'aftersales.contract.entitlement', string="Paid by Contract", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict')
    is_contract_used = fields.Boolean(readonly=True, copy=False)

    def copy_data(self, default=None):
        """The same work once more is no redeemed work: the contract that pays for it is chosen anew."""
        vals_list = super().copy_data(default)
        for job, vals in zip(self, vals_list, strict=True):
            if job.settlement == 'contract' and 'pay_type_id' not in (default or {}):
                del vals['pay_type_id']
                vals.pop('payer_id', None)
        return vals_list

    def write(self, vals):
        result = super().write(vals)
        if 'pay_type_id' in vals:
            self.filtered(lambda job: job.settlement != 'contract')._release_contract()
        if {'operation_id', 'menu_id'} & vals.keys():
            self._release_unfitting_contract()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_release_contract(self):
        self._release_contract()

    def action_redeem_contract(self):
        """The contract of the car that ends first pays for this work."""
        self.ensure_one()
        self.check_access('write')
        self.order_id._claim_for_update()
        if self.contract_entitlement_id or not self.is_open:
            raise UserError(self.env._("%(job)s is done, or a contract pays for it already.", job=self.display_name))
        fitting = self.env['aftersales.contract.entitlement']._find_fitting(self.company_id, self.vehicle_id).filtered(
            lambda entitlement: entitlement._fits(self))
        fitting = (fitting.filtered(lambda entitlement: not entitlement._get_refusal(self)) or fitting)[:1]
        if not fitting:
            raise UserError(self.env._("%(job)s: no contract of the car pays for this work.", job=self.display_name))
        before = self._get_given_rates()
        fitting._reserve(self)
        # sudo: the work is paid in advance; which contract pays is the system's
        self.sudo().write({
            'contract_entitlement_id': fitting.id, 'pay_type_id': self._get_contract_pay_type().id,
            **self._prepare_own_share_vals(fitting)})
        self._check_given_away(before)

    def _get_contract_pay_type(self):
        return self.env.ref('aftersales.pay_type_contract')

    def _suggest_pay_type(self):
        return self._get_contract_pay_type() if self.contract_entitlement_id else super()._suggest_pay_type()

    def _get_unlocked_fields(self):
        """The order that is closed uses its contract or gives it back; both are the system's."""
        return super()._get_unlocked_fields() | {'contract_entitlement_id', 'is_contract_used'}

    def _release_contract(self):
        """The work is given back; unless its order is closed, whoever else is to pay for it is asked from now on."""
        # sudo: the ledger is the system's
        released = self.sudo().filtered(lambda job: job.contract_entitlement_id and not job.is_contract_used)
        for job in released:
            job.contract_entitlement_id._release(job)
            job._forget_own_share()
            job.contract_entitlement_id = False
        released.filtered(lambda job: not job.order_id.is_locked)._leave_contract_pay_type()

    def _leave_contract_pay_type(self):
        for job in self.filtered(lambda job: job.settlement == 'contract'):
            job.write({'pay_type_id': job._suggest_pay_type().id, 'share': 100})

    def _release_unfitting_contract(self):
        """Other work, another car's, or at an outlet where it is not valid, is not what the contract was sold for."""
        # sudo: which contract pays is the system's
        self.filtered(lambda job: job.contract_entitlement_id and not job.sudo().contract_entitlement_id._still_pays(job)
                      )._release_contract()

    def _check_contract_content(self):
        """:raises UserError: when redeemed work needs what its contract never pays for"""
        # sudo: what a contract excludes is told to whoever works on the job
        for job in self.sudo().filtered(lambda job: job.contract_entitlement_id and not job.is_contract_used):
            exclusion = job.contract_entitlement_id._get_exclusion(job)
            if exclusion:
                raise UserError(exclusion)

    def _forget_released_contract(self):
        """An order is taken up again: what its contract paid for went back when it was cancelled."""
        # sudo: the ledger is the system's
        jobs = self.sudo().filtered(lambda job: job.settlement == 'contract' and not job.contract_entitlement_id)
        released = self.env['aftersales.contract.move'].sudo().search([
            ('job_id', 'in', jobs.ids), ('kind', '=', 'released')]).job_id
        released._leave_contract_pay_type()

    def _use_contract(self):
        # sudo: the ledger and its entries are the system's
        for job in self.sudo().filtered(lambda job: job.contract_entitlement_id and not job.is_contract_used):
            job.contract_entitlement_id._use(job)
            job.is_contract_used = True

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target == 'cancelled':
            self._release_contract()

    def _after_decline(self):
        result = super()._after_decline()
        self._release_contract()
        return result
