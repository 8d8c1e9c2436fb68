from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Command


class AftersalesDemo(models.AbstractModel):
    """Cost rates, costs of closed orders, costs by hand, a released budget with a proposed new version, a measure (N5)."""
    _inherit = 'aftersales.demo'

    @api.model
    def _load_costing(self):
        company = self._ref('company_shanghai')
        self._load_cost_rates(company)
        orders = self.env['aftersales.order'].sudo().search(
            [('state', '=', 'delivered'), ('company_id', 'in', self._get_companies().ids)], order='id', limit=500)
        orders._reckon_costs()
        self._load_cost_entries(company)
        self._load_budget(company)
        place = {'workshop_id': self._ref('workshop_shanghai').id, 'company_id': company.id, 'kind': 'improvement'}
        Action = self._as(self.env['aftersales.action'], 'manager', company)
        Action.create([
            {**place, 'name': "Body parts are ordered twice a week instead of daily", 'cost_field': 'buying',
             'saving_planned': 18000, 'user_id': self._ref('user_parts').id},
            {**place, 'name': "Compressors are switched off at night", 'cost_field': 'upkeep', 'saving_planned': 6500,
             'user_id': self._ref('user_dispatcher').id},
        ])

    @api.model
    def _load_cost_rates(self, company):
        """A technician's own rate since this year, the post's before and after; the places of work; overhead."""
        today = company._get_today()
        begun, year = today - relativedelta(years=2), today.replace(month=1, day=1)
        self._as(self.env['aftersales.cost.rate'], 'accountant', company).create([
            {'company_id': company.id, 'valid_from': begun, 'amount': 62},
            {'company_id': company.id, 'valid_from': year, 'amount': 66},
            {'company_id': company.id, 'valid_from': begun, 'amount': 70, 'post_id': self._ref('post_technician').id},
            {'company_id': company.id, 'valid_from': year, 'amount': 88, 'employee_id': self._ref('employee_technician').id},
            {'company_id': company.id, 'kind': 'bay', 'valid_from': begun, 'amount': 24},
            {'company_id': company.id, 'kind': 'overhead', 'valid_from': begun, 'percent': 12},
        ])

    @api.model
    def _load_cost_entries(self, company):
        outlet, month = self._ref('workshop_shanghai'), company._get_today().replace(day=1)
        entries = [
            ("Rent", 'administration', 'running', 32000, outlet),
            ("Power and water", 'administration', 'running', 7400, outlet),
            ("Upkeep of lifts and compressors", 'equipment', 'running', 5200, outlet),
            ("Advice by lawyers", 'administration', 'running', 3000, outlet.browse()),
            ("Open day for customers", 'administration', 'event', 4600, outlet)]
        self._as(self.env['aftersales.cost.entry'], 'accountant', company).create([
            {'name': name, 'kind': kind, 'purpose': purpose, 'amount': amount, 'workshop_id': place.id,
             'company_id': company.id, 'month': month - relativedelta(months=back)}
            for name, kind, purpose, amount, place in entries for back in range(3)
            if purpose == 'running' or back == 1])

    @api.model
    def _load_budget(self, company):
        """The company manager is whoever administers the demo."""
        first = company._get_today().replace(month=1, day=1)
        amounts = {'labour': 60000, 'material': 90000, 'equipment': 8000, 'administration': 45000}
        budget = self._as(self.env['aftersales.budget'], 'manager', company).create({
            'company_id': company.id, 'workshop_id': self._ref('workshop_shanghai').id, 'budget_year': first.year,
            'note': "As last year, with one technician more from July on.", 'line_ids': [
                Command.create({'kind': kind, 'month': first + relativedelta(months=number), 'amount': amount})
                for kind, amount in amounts.items() for number in range(12)]})
        budget.action_propose()
        budget.sudo().with_user(self.env.ref('base.user_admin')).with_context(
            allowed_company_ids=company.ids).action_release()
        new = budget.browse(budget.action_new_version()['res_id'])
        new.line_ids.filtered(lambda line: line.kind == 'equipment' and line.month.month > 6).amount = 9500
        new.action_propose()
