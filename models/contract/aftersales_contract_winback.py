from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# So many days after the last task somebody may still answer it; older contracts are nobody's task any more.
ANSWER_DAYS = 30
TASK = 'aftersales.mail_activity_contract_win_back'


class AftersalesContract(models.Model):
    """A customer whose contract ended and was not renewed is asked twice more (contracts, §4)."""
    _inherit = 'aftersales.contract'

    is_to_win_back = fields.Boolean(
        string="To Win Back", compute='_compute_is_to_win_back', search='_search_is_to_win_back')
    win_back_calls = fields.Integer(string="Times to Win Back", readonly=True, copy=False, default=0, bounds=(0, 2))
    win_back_result = fields.Selection([
        ('unreached', "Customer Not Reached"), ('offer', "Wants an Offer"), ('won', "Won Back"), ('lost', "Not Won Back"),
    ], string="Won Back?", readonly=True, copy=False, tracking=True)

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('state', 'end_date', 'renewal_result', 'win_back_result')
    def _compute_is_to_win_back(self):
        due = self.filtered_domain(self._get_win_back_domain())
        for contract in self:
            contract.is_to_win_back = contract in due

    @api.model
    def _search_is_to_win_back(self, operator, value):
        if operator != 'in':
            return NotImplemented
        due = self._get_win_back_domain()
        return due if True in value else ~due

    @api.model
    def _get_win_back_domain(self, calls=False):
        """Ended and not renewed; with ``calls``, those whose next task is due.

        Whose car has another contract by now has come back already.
        """
        today, domain = fields.Date.context_today(self), Domain.FALSE
        for companies, first, last in self._get_win_back_settings():
            ended = Domain('company_id', 'in', companies.ids) & Domain('end_date', '>=', today - timedelta(last + ANSWER_DAYS))
            due = Domain('end_date', '<=', today - timedelta(first))
            if calls:
                due &= Domain('win_back_calls', '=', 0) | (
                    Domain('win_back_calls', '=', 1) & Domain('end_date', '<=', today - timedelta(last)))
            domain |= ended & due
        # sudo: whether a car has another contract is asked for all of them
        running = self.sudo()._search([('state', 'in', ('invoiced', 'active', 'suspended'))]).subselect('vehicle_id')
        return domain & Domain('state', 'in', ('used_up', 'expired')) & Domain('renewal_result', '!=', 'renewed') & Domain(
            'win_back_result', 'not in', ('won', 'lost')) & Domain('vehicle_id', 'not in', running)

    @api.model
    def _get_win_back_settings(self):
        # sudo: the settings decide, whoever asks
        companies = self.env['res.company'].sudo().search([('aftersales_win_back_last_days', '>', 0)])
        grouped = companies.grouped(
            lambda company: (company.aftersales_win_back_first_days, company.aftersales_win_back_last_days))
        return [(group, *days) for days, group in grouped.items()]

    # === ACTION METHODS ===#

    def action_not_reached(self):
        """The customer was tried, and will be once more."""
        self.check_access('write')
        self._claim_for_update()
        for contract in self.filtered(lambda contract: not contract.is_to_win_back):
            raise UserError(self.env._(
                "%(contract)s has no customer to win back now. Reload the page.", contract=contract.display_name))
        contracts = self.sudo()  # sudo: the result is the system's, and the task may be somebody else's
        contracts.win_back_result = 'unreached'
        contracts.activity_unlink([TASK])

    # === BUSINESS METHODS ===#

    @api.model
    def _cron_tell_win_backs(self, batch=200):
        self._work_through(
            self._get_win_back_domain(calls=True), '_tell_win_back', batch, order='end_date, id', together=True)

    def _tell_win_back(self):
        contracts = self.sudo()  # sudo: tasks and stamps are the system's
        tasks, today = {}, fields.Date.context_today(self)
        for contract in contracts:
            words = contract.with_context(lang=contract.user_id.lang)
            values = {'customer': words.partner_id.name, 'contract': words.display_name, 'end': words.end_date}
            tasks[contract] = {'user_id': contract.user_id.id, 'summary': words.env._(
                "%(customer)s: win back, %(contract)s ended on %(end)s and was not renewed", **values)}
            is_late = today - contract.end_date >= timedelta(contract.company_id.aftersales_win_back_last_days)
            contract.win_back_calls = 2 if is_late else 1
        contracts.activity_unlink([TASK])
        contracts._create_tasks(TASK, tasks)

    def _get_to_answer(self):
        return super()._get_to_answer() | self.filtered('is_to_win_back')

    def _note_renewal(self, result, **values):
        """What he says after the end is whether he was won back, too."""
        lost = self.filtered('is_to_win_back').sudo()  # sudo: the result is the system's
        super()._note_renewal(result, **values)
        lost.win_back_result = {'renewed': 'won', 'refused': 'lost'}.get(result, result)
        if result != 'offer':
            lost.activity_unlink([TASK])
