from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

# Days before the end at which somebody is to win the renewal, and after it for which that is still worth a call.
NOTICE_DAYS = 30
WIN_BACK_DAYS = 90
RENEWABLE = ('active', 'suspended', 'used_up', 'expired')


class AftersalesContract(models.Model):
    """A contract that ends is somebody's task: he wins the renewal, or knows why not."""
    _inherit = 'aftersales.contract'

    is_to_renew = fields.Boolean(string="To Renew", compute='_compute_is_to_renew', search='_search_is_to_renew')
    renewal_told_date = fields.Datetime(readonly=True, copy=False)
    renewal_result = fields.Selection([
        ('renewed', "Contract Renewed"), ('offer', "Wants an Offer"), ('refused', "Does Not Renew"),
    ], string="Renewal", readonly=True, copy=False, tracking=True)
    renewal_reason = fields.Char(
        string="Why Not Renewed", copy=False, max_length=200, tracking=True, help="In the customer's words.")
    renewal_id = fields.Many2one(
        'aftersales.contract', string="Renewed by Contract", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('state', 'end_date', 'renewal_result')
    def _compute_is_to_renew(self):
        today = fields.Date.context_today(self)
        first, last = today - timedelta(days=WIN_BACK_DAYS), today + timedelta(days=NOTICE_DAYS)
        for contract in self:
            contract.is_to_renew = bool(
                contract.state in RENEWABLE and contract.renewal_result not in ('renewed', 'refused')
                and contract.end_date and contract.end_date >= first
                and (contract.end_date <= last or contract.state == 'used_up'))

    @api.model
    def _search_is_to_renew(self, operator, value):
        if operator != 'in':
            return NotImplemented
        Domain, today = fields.Domain, fields.Date.context_today(self)
        due = (
            Domain('end_date', '>=', today - timedelta(days=WIN_BACK_DAYS)) & Domain('state', 'in', RENEWABLE)
            & Domain('renewal_result', 'not in', ('renewed', 'refused'))
            & (Domain('end_date', '<=', today + timedelta(days=NOTICE_DAYS)) | Domain('state', '=', 'used_up')))
        return due if True in value else ~due

    # === ACTION METHODS ===#

    def action_renew(self):
        """Sell the same again: the new contract is opened, and may be changed before it is invoiced."""
        self.ensure_one()
        self._check_to_renew()
        new = self.create({
            'type_id': self.type_id.id, 'vehicle_id': self.vehicle_id.id, 'partner_id': self.partner_id.id,
            'payer_id': self.payer_id.id})
        self._note_renewal('renewed', renewal_id=new.id)
        return {
            'type': 'ir.actions.act_window', 'res_model': self._name, 'view_mode': 'form', 'views': [(False, 'form')],
            'res_id': new.id}

    def action_wants_offer(self):
        self._check_to_renew()
        self._note_renewal('offer')

    def action_refuse_renewal(self):
        self._check_to_renew()
        for contract in self.filtered(lambda contract: not (contract.renewal_reason or '').strip()):
            raise UserError(self.env._(
                "%(contract)s: enter why the customer does not renew.", contract=contract.display_name))
        self._note_renewal('refused')

    # === BUSINESS METHODS ===#

    @api.model
    def _cron_end_contracts(self, batch=200):
        """Those past their last day, unless an open order still counts on one."""
        domain = [('is_past_end', '=', True), ('entitlement_ids', 'not any', [('reserved', '>', 0)])]
        self._work_through(domain, '_run_out', batch, order='end_date, id', together=True)

    @api.model
    def _cron_tell_renewals(self, batch=200):
        domain = [('is_to_renew', '=', True), ('renewal_told_date', '=', False)]
        self._work_through(domain, '_tell_renewal', batch, order='end_date, id', together=True)

    def _run_out(self):
        self._transition('expired')

    def _tell_renewal(self):
        tasks = {}
        for contract in self.sudo():  # sudo: tasks and stamps are the system's
            words = contract.with_context(lang=contract.user_id.lang)
            tasks[contract] = {'user_id': contract.user_id.id, 'summary': words.env._(
                "%(customer)s: call or visit to renew %(contract)s, which runs until %(end)s",
                customer=words.partner_id.name, contract=words.display_name, end=words.end_date)}
        self.sudo()._create_tasks('aftersales.mail_activity_contract_renewal', tasks)
        self.sudo().renewal_told_date = fields.Datetime.now()

    def _check_to_renew(self):
        self.check_access('write')
        self._claim_for_update()
        for contract in self.filtered(lambda contract: not contract.is_to_renew):
            raise UserError(self.env._(
                "%(contract)s is not up for renewal, or has its answer already. Reload the page.",
                contract=contract.display_name))

    def _note_renewal(self, result, **values):
        contracts = self.sudo()  # sudo: the result is the system's, and the task may be somebody else's
        contracts.write({'renewal_result': result, **values})
        if result != 'offer':  # until then he still has to make one
            contracts.activity_unlink(['aftersales.mail_activity_contract_renewal'])
