from dateutil.relativedelta import relativedelta
from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

START_TASK = 'aftersales.mail_activity_contract_start'


class AftersalesContract(models.Model):
    """A paid contract runs; its term begins with the payment, with its first use, or on the day agreed (contracts, §2)."""
    _inherit = 'aftersales.contract'

    planned_start = fields.Date(
        string="Begins On", copy=False, tracking=True, help="If it is paid later, it begins when it is paid.")
    latest_start = fields.Date(
        string="Begins at the Latest", readonly=True, copy=False, index='btree_not_null',
        help="Not used until then, its term begins on this day all the same.")
    paid_date = fields.Date(
        string="Paid On", readonly=True, copy=False, help="What it pays for was granted on this day.")

    # === CRUD METHODS ===#

    def _get_sold_fields(self):
        return super()._get_sold_fields() | {'planned_start'}

    # === BUSINESS METHODS ===#

    @api.model
    def _cron_begin_contracts(self, batch=200):
        """Paid ones whose day has come: the one agreed, or the last one on which the first use might have been."""
        waiting = Domain('state', '=', 'active') & Domain('start_date', '=', False)
        by_use = Domain('term_start', '=', 'use')
        due = ~by_use & Domain('planned_start', '=', False)
        has_day = Domain('planned_start', '!=', False) | Domain('latest_start', '!=', False)
        for (company,) in self._read_group(waiting & has_day, ['company_id']):
            today = self._get_today(company)
            due |= Domain('company_id', '=', company.id) & (
                ~by_use & Domain('planned_start', '<=', today) | by_use & Domain('latest_start', '<=', today))
        self._work_through(waiting & due, '_begin', batch, order='id', together=True)

    @api.model
    def _get_today(self, company):
        """By the company's clock, wherever whoever asks is."""
        return company._get_today()

    @api.model
    def _get_paying_domain(self, company):
        """Contracts that pay today: those that run, and paid ones that wait for their first use, or whose day has come and
        whom the night has not begun yet."""
        today = self._get_today(company)
        begins = Domain('term_start', '=', 'use') | (
            Domain('term_start', '=', 'date') & Domain('planned_start', '<=', today))
        return Domain('company_id', 'in', company.ids) & Domain('state', '=', 'active') & (
            Domain('end_date', '>=', today) | Domain('start_date', '=', False) & begins)

    def _start_paid(self):
        """Their invoice is paid: each runs from now on; what one of them still needs is its seller's task, and stops nobody
        who takes the money."""
        for contract in self:
            words = contract.with_context(lang=contract.user_id.lang)
            try:
                with self.env.cr.savepoint():
                    words._transition('active')
            except UserError as error:
                contract._create_tasks(START_TASK, {contract: {
                    'user_id': contract.user_id.id, 'note': escape(str(error)), 'summary': words.env._(
                        "%(contract)s is paid and cannot begin yet", contract=words.display_name)[:250]}})

    def _check_invoiced(self):
        super()._check_invoiced()
        for contract in self.filtered(lambda contract: contract.start == 'date' and not contract.planned_start):
            raise UserError(self.env._("%(contract)s: enter on which day it begins.", contract=contract.display_name))

    def _after_active(self, source):
        super()._after_active(source)
        if source == 'invoiced':
            self.filtered(lambda contract: contract._begins_when_paid())._begin()
            self._set_latest_start()
            self.sudo().activity_unlink([START_TASK])  # sudo: the task may be somebody else's

        elif source == 'suspended':
            self._move_latest_start()

    def _set_latest_start(self):
        for contract in self.sudo():  # sudo: dates are the system's
            months = contract._get_term('start_months')
            if not contract.start_date and contract.start == 'use' and months:
                contract.latest_start = contract.paid_date + relativedelta(months=months)

    def _move_latest_start(self):
        """The days on which it stood do not count."""
        for contract in self.sudo().filtered(  # sudo: as above
                lambda contract: contract.latest_start and not contract.start_date and contract.suspended_date):
            contract.latest_start += self._get_today(contract.company_id) - contract.suspended_date

    def _after_cancelled(self, source):
        super()._after_cancelled(source)
        self.sudo().activity_unlink([START_TASK])  # sudo: as above

    def _begins_when_paid(self):
        self.ensure_one()
        if self.start == 'date':
            return not self.planned_start or self.planned_start <= self._get_today(self.company_id)
        return self.start == 'paid'

    def _is_granted(self):
        """Whether it was paid, so that it has terms of its own."""
        self.ensure_one()
        return bool(self.paid_date or self.start_date)
