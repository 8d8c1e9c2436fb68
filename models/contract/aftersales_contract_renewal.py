from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# Of one that is suspended nobody knows its last day yet.
RENEWABLE = ('active', 'used_up', 'expired')
RENEWAL_TASK = 'aftersales.mail_activity_contract_renewal'


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

    @api.depends('state', 'end_date', 'renewal_result', 'end_distance', 'vehicle_id.distance_km')
    def _compute_is_to_renew(self):
        due = self.filtered_domain(self._get_renewal_domain())
        for contract in self:
            contract.is_to_renew = contract in due

    @api.model
    def _search_is_to_renew(self, operator, value):
        if operator != 'in':
            return NotImplemented
        due = self._get_renewal_domain()
        return due if True in value else ~due

    @api.model
    def _get_renewal_domain(self):
        """So many days before the end, after so much of its kilometres, or once all is used: as each company says.

        From the first day on which an ended contract is to be won back, that is another task.
        """
        today, domain = fields.Date.context_today(self), Domain.FALSE
        # sudo: the settings decide, whoever asks
        companies = self.env['res.company'].sudo().search([('aftersales_renewal_percent', '>', 0)]).grouped(
            lambda company: (
                company.aftersales_contract_renewal_days, company.aftersales_renewal_percent,
                company.aftersales_win_back_first_days))
        for (days, percent, past), group in companies.items():
            is_early = Domain('end_date', '>', today - timedelta(past)) | Domain('state', '=', 'active')
            domain |= Domain('company_id', 'in', group.ids) & is_early & (
                Domain('end_date', '<=', today + timedelta(days)) | Domain('state', '=', 'used_up')
                | self._get_driven_domain(percent))
        return domain & Domain('state', 'in', RENEWABLE) & Domain('renewal_result', 'not in', ('renewed', 'refused'))

    def _after_cancelled(self, source):
        """A renewal that comes to nothing: the contract before it is to be renewed, or won back, once more."""
        super()._after_cancelled(source)
        # sudo: the result is the system's
        self.sudo().search([('renewal_id', 'in', self.ids)]).write({
            'renewal_id': False, 'renewal_result': False, 'renewal_told_date': False, 'win_back_result': False})

    # === ACTION METHODS ===#

    def action_renew(self):
        """Sell the same again, or what follows it where its car is too old by now: the new contract is opened, and may be
        changed before it is invoiced."""
        self.ensure_one()
        self._check_to_renew()
        sold = (self.type_id | self.type_id.renewal_type_ids).filtered(lambda one: not one._get_refusal(self.vehicle_id))
        new = self.create({
            'type_id': (sold or self.type_id)[:1].id, 'vehicle_id': self.vehicle_id.id, 'partner_id': self.partner_id.id,
            'payer_id': self.payer_id.id,
            'other_vehicle_ids': self.other_vehicle_ids.filtered(self._is_owners).ids})
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
        self.sudo()._create_tasks(RENEWAL_TASK, tasks)
        self.sudo().renewal_told_date = fields.Datetime.now()

    def _forget_told(self):
        """Its end has moved: whoever has not answered yet is told again in time, its seller by a new task."""
        # sudo: stamps are the system's, and the task may be somebody else's
        contracts = self.sudo().filtered(lambda contract: not contract.renewal_result)
        contracts.renewal_told_date = False
        contracts.activity_unlink([RENEWAL_TASK])

    def _check_to_renew(self):
        self.check_access('write')
        self._claim_for_update()
        for contract in self - self._get_to_answer():
            raise UserError(self.env._(
                "%(contract)s is not up for renewal, or has its answer already. Reload the page.",
                contract=contract.display_name))

    def _get_to_answer(self):
        """Contracts whose customers may be asked now whether they renew."""
        return self.filtered('is_to_renew')

    def _note_renewal(self, result, **values):
        contracts = self.sudo()  # sudo: the result is the system's, and the task may be somebody else's
        contracts.write({'renewal_result': result, **values})
        if result != 'offer':  # until then he still has to make one
            contracts.activity_unlink([RENEWAL_TASK])
