from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.aftersales.demo.base.tools import OUTLETS

# outlet, days ago, quantity, reason, where he bought it instead
LOST_SALES = [
    ('shanghai', 48, 1, 'stock', "A parts market in Qingpu"), ('shanghai', 41, 2, 'stock', None),
    ('shanghai', 33, 1, 'price', "On the web, a third cheaper"), ('shanghai', 9, 1, 'time', None),
    ('hangzhou', 44, 1, 'stock', None), ('hangzhou', 37, 4, 'stock', "The dealer across the river"),
    ('hangzhou', 6, 1, 'made', None),
]
# Months since the oldest of it came.
RESTING = (14, 19, 27, 40)


class AftersalesDemo(models.AbstractModel):
    """What could not be sold, what was bought in a hurry, what lies too long, and what is proposed to keep (H5, H7)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_what_to_keep(self):
        self.env['aftersales.stocking.policy']._create_missing()
        for outlet in OUTLETS:
            company = self._ref(f'company_{outlet}')
            warehouse = self._ref(f'warehouse_{outlet}')
            self._load_resting_parts(warehouse)
            self._load_lost_sales(outlet, company, warehouse)
            self._load_emergency_buy(company)
            self._load_season_plan(outlet, company, warehouse)
            policy = self.env['aftersales.stocking.policy'].search([('warehouse_id', '=', warehouse.id)])
            policy = self._as(policy, 'manager', company)
            policy.action_work_out()
            open_ones = policy.proposal_ids.filtered(lambda proposal: proposal.state == 'open')
            if len(open_ones) > 3:
                open_ones[:2].action_approve()
                open_ones[2].action_refuse()
            self._load_below_minimum(company, warehouse)

    def _load_resting_parts(self, warehouse):
        """Of some parts nothing has ever gone out: those came longer ago than the books of the demo."""
        rows = self.env['aftersales.stock.age'].search([
            ('warehouse_id', '=', warehouse.id), ('age_months', '>=', 2)], limit=len(RESTING), order='product_id, id')
        today = fields.Datetime.now()
        for row, months in zip(rows, RESTING, strict=False):
            quants = self.env['stock.quant'].search([
                ('product_id', '=', row.product_id.id), ('location_id.warehouse_id', '=', warehouse.id)])
            self._backdate(quants, dict.fromkeys(quants, today - relativedelta(months=months)), 'in_date')

    def _load_below_minimum(self, company, warehouse):
        """Of what is used every day more is kept than there is: it waits for the parts clerk to order it."""
        Rule = self.env['stock.warehouse.orderpoint'].with_context(active_test=False)
        for name, more in (('washer', 6), ('wiper_vw', 2)):
            part = self._ref(f'part_{name}').with_context(warehouse_id=warehouse.id)
            least = max(part.virtual_available, 0) + more
            vals = {'active': True, 'product_min_qty': least, 'product_max_qty': least + more}
            rule = Rule.search([('product_id', '=', part.id), ('location_id', '=', warehouse.lot_stock_id.id)], limit=1)
            if rule:
                rule.write(vals)
                continue
            Rule.create({
                **vals, 'product_id': part.id, 'warehouse_id': warehouse.id, 'company_id': company.id,
                'location_id': warehouse.lot_stock_id.id, 'trigger': 'manual'})

    def _load_lost_sales(self, outlet, company, warehouse):
        parts = self.env['aftersales.stock.age'].search(
            [('warehouse_id', '=', warehouse.id)], order='quantity, product_id, id', limit=len(LOST_SALES)).product_id
        Sale = self._as(
            self.env['aftersales.lost.sale'], 'advisor' if outlet == 'shanghai' else 'advisor_hangzhou', company)
        orders = self.env['aftersales.order'].search([('company_id', '=', company.id)], limit=len(LOST_SALES))
        rows = [row for row in LOST_SALES if row[0] == outlet]
        Sale.create([{
            'product_id': part.id, 'quantity': quantity, 'reason': reason, 'warehouse_id': warehouse.id,
            'partner_id': order.partner_id.id, 'bought_elsewhere': bool(elsewhere), 'elsewhere': elsewhere,
            'date': fields.Date.today() - timedelta(days=days),
        } for (__, days, quantity, reason, elsewhere), part, order in zip(rows, parts, orders, strict=False)])

    def _load_season_plan(self, outlet, company, warehouse):
        """What winter asks for: of the one outlet it is approved, of the other to be given."""
        first = fields.Date.today().replace(day=1) + relativedelta(months=2)
        plan = self._as(
            self.env['aftersales.season.plan'], 'parts' if outlet == 'shanghai' else 'manager', company).create({
                'name': "Winter season", 'warehouse_id': warehouse.id, 'date_start': first,
                'date_end': first + relativedelta(months=3, days=-1), 'line_ids': [
                    Command.create({'product_id': self._ref(f'part_{part}').id, 'quantity': quantity})
                    for part, quantity in (('coolant', 30), ('washer', 60), ('wiper_vw', 20))]})
        if outlet == 'shanghai':
            plan.action_give()
            self._as(plan, 'manager', company).action_approve()

    def _load_emergency_buy(self, company):
        purchase = self.env['purchase.order'].search(
            [('company_id', '=', company.id), ('partner_id', '=', self._ref('supplier_depot').id)], limit=1, order='id')
        purchase.write({'aftersales_emergency': 'rare', 'aftersales_extra_cost': 60})
